package dev.assent.media.rtp;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.sdp.Reoffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The sound of one call. Methods are commands to the media thread that owns it: callable from any
 * thread, they return at once and take effect at the call's next 20 ms slot. After the end they do
 * nothing.
 *
 * <p>A slot that comes more than a period late sends nothing, and what plays waits for the next
 * one. While the peer holds us (it does not want to receive) nothing is sent: a playing segment
 * runs on in time, its packets count as skipped, so it is not complete and must be played again.
 */
public interface MediaLeg extends AutoCloseable {
  /**
   * Plays the segments back to back in place of what plays now; the one cut off is reported as it
   * stands.
   *
   * @param playId names this playing in {@link SegmentReport}
   */
  void play(List<Prompt> segments, long playId);

  /** Silence: still a packet each 20 ms. */
  void stop();

  /** The peer's offer in the running call: new terms hold at once, or the old ones stay. */
  Reoffer reoffer(byte[] sdp);

  /**
   * From the next slot on both directions flow into {@link MediaEngine#taps()}. Calling it again
   * with the same id changes nothing.
   *
   * @throws IllegalStateException if a tap of another id runs
   */
  void tap(long tapId);

  /**
   * Ends the tap; nothing later is copied. Completes when the last second lies in the queue, on a
   * thread of its own.
   */
  CompletableFuture<TapEnd> untap();

  /**
   * The peer hung up: sending stops, what it sent is read for 250 ms more and its keys delivered,
   * then the leg closes.
   */
  void linger();

  /** Ends now: RTCP BYE, last tapped second, {@link MediaEvents#closed}. Idempotent. */
  @Override
  void close();
}
