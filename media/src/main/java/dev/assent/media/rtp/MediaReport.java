package dev.assent.media.rtp;

import org.jspecify.annotations.Nullable;

/**
 * How the media of a call went, at its end.
 *
 * @param slotsSkipped packets never sent because the thread was more than 20 ms late
 * @param lost packets the sequence numbers say were sent to us and never came (RFC 3550 A.3)
 * @param late packets that came after a younger one
 * @param jitterMillis interarrival jitter of audio packets (RFC 3550 A.8)
 * @param comfortNoise packets of payload type 13
 * @param otherPayload packets of payload types nobody agreed on
 * @param strangers packets from sources that are not the peer's
 * @param srtpDropped packets that a protected call did not let in: forged, replayed, plain
 * @param peerView what the peer's last RTCP said of our sound; null if it sent none
 * @param peerSaidBye the peer ended its session by RTCP BYE
 */
public record MediaReport(
    long packetsSent,
    long packetsReceived,
    long slotsSkipped,
    long lost,
    long late,
    long duplicates,
    double jitterMillis,
    long comfortNoise,
    long otherPayload,
    long malformed,
    long strangers,
    long srtpDropped,
    long icmpErrors,
    long sourceChanges,
    @Nullable PeerView peerView,
    boolean peerSaidBye) {

  /**
   * Our sound as the peer received it (RFC 3550 §6.4.1).
   *
   * @param fractionLost share lost since its report before, 0–255 of 256
   * @param lost packets lost in all
   * @param jitterMillis interarrival jitter
   * @param roundTripMillis −1 if not known
   */
  public record PeerView(int fractionLost, int lost, double jitterMillis, double roundTripMillis) {}
}
