package dev.assent.testsip.carrier.media;

/**
 * What went over a leg. A value.
 *
 * @param srtp suite by which the call was protected, or empty
 * @param forged packets that were not protected by the agreed key
 * @param lost sequence numbers that never came
 * @param gaps times of more than 60 ms without a packet
 * @param skippedSlots packets of ours that this machine was too late to send
 * @param strangers datagrams from another address than agreed, or no RTP
 * @param otherPayloads packets of a type that was not agreed
 * @param keyPackets telephone events that the caller sent
 * @param streams different SSRCs that came in
 * @param prompts stretches of speech that have ended
 */
public record LegReport(
    String law,
    boolean telephoneEvent,
    String srtp,
    long packetsOut,
    long packetsIn,
    long lost,
    long duplicates,
    long reordered,
    long gaps,
    long longestGapMillis,
    long skippedSlots,
    long strangers,
    long otherPayloads,
    long keyPackets,
    long rtcpIn,
    long forged,
    int streams,
    int prompts,
    double secondsOut,
    double secondsIn) {
  public static final LegReport NONE =
      new LegReport("", false, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
