package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;

/**
 * What became of one played segment: evidence (Q10), so it claims nothing it does not know.
 *
 * @param playId as given to {@link MediaLeg#play}
 * @param index place of the segment in that list, from 0
 * @param promptId id of the prompt
 * @param codec the law it was sent in
 * @param firstPacketNanos monotonic time its first packet left; 0 if none did
 * @param lastPacketNanos monotonic time its last packet left; 0 if none did
 * @param slots packets of 20 ms the segment has
 * @param sent packets that left
 * @param skipped packets never sent: peer holds the call, socket full, codec changed
 * @param icmpErrors refusals of the network while it played; what was sent may not have arrived
 */
public record SegmentReport(
    long playId,
    int index,
    String promptId,
    Codec codec,
    long firstPacketNanos,
    long lastPacketNanos,
    int slots,
    int sent,
    int skipped,
    int icmpErrors,
    SentAudio audio) {

  /** Every packet was sent and none refused. Only then may the segment count as played. */
  public boolean complete() {
    return sent == slots && skipped == 0 && icmpErrors == 0;
  }

  /**
   * SHA-256 of the payload bytes really sent, lower-case hex; equals {@link
   * dev.assent.media.prompt.Prompt#payloadSha256} if all were. Computed anew by each call: not on
   * the media thread.
   */
  public String sha256() {
    return audio.sha256();
  }
}
