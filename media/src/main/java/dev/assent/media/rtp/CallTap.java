package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Counters.Counter;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Copies both directions of a call into {@link TapSecond}s. Media thread only.
 *
 * <p>Position 0 is the slot at which the tap began. Our leg advances by 160 samples each slot,
 * whatever happens. Their leg lies at {@code timestamp − anchor}: sample by sample as their clock
 * counts, so nothing is stretched or squeezed. A second is pushed when our leg has passed it and
 * theirs has too, 200 ms of reordering included; or when theirs is overdue by as much as it lags.
 */
final class CallTap {
  private static final int SECOND = TapSecond.SAMPLES;
  private static final int REORDER = SECOND / 5;

  /** Their clock may run this far from ours before it is tied anew. */
  private static final int DRIFT = SECOND;

  /** More than lag, reordering and drift can ever span. */
  private static final int OPEN = 8;

  private final long tapId;
  private final TapLane lane;
  private final Counters counters;
  private final @Nullable TapSecond[] open = new @Nullable TapSecond[OPEN];
  private final long startNanos;
  private final long startWallMicros;
  private Codec codec;

  private int firstOpen;
  private long elapsed;

  private boolean anchored;
  private long anchorPosition;
  private int anchorTimestamp;
  private long high;
  private long lag;
  private long lostBefore;

  private long pushed;
  private long droppedInAll;
  private int droppedBefore;
  private long late;
  private CompletableFuture<TapEnd> done = new CompletableFuture<>();
  private long end;

  CallTap(
      long tapId,
      TapLane lane,
      Counters counters,
      Codec codec,
      long startNanos,
      long wallMicros,
      long lostSoFar) {
    this.tapId = tapId;
    this.lane = lane;
    this.counters = counters;
    this.codec = codec;
    this.startNanos = startNanos;
    this.startWallMicros = wallMicros;
    this.lostBefore = lostSoFar;
  }

  /** Which law silence is written in until something else comes. */
  void codec(Codec law) {
    codec = law;
  }

  /** Our slot: these 20 ms were sent. */
  void sent(ByteBuffer out, int offset, int timestamp, int ssrc, Codec law) {
    TapSecond second = at(elapsed / SECOND);
    if (second != null) {
      second
          .ours()
          .write((int) (elapsed % SECOND), out, offset, Prompt.PACKET, law, timestamp, ssrc);
    }
    elapsed += Prompt.PACKET;
  }

  /**
   * Our slot: nothing was sent.
   *
   * @param lost it should have been
   */
  void notSent(boolean lost) {
    TapSecond second = at(elapsed / SECOND);
    if (second != null && lost) {
      second.ours().lost(1);
    }
    elapsed += Prompt.PACKET;
  }

  /** An audio packet of theirs, no duplicate. */
  void received(RtpPacket packet, Codec law, boolean newer, boolean sourceChanged) {
    int length = packet.payloadLength();
    int timestamp = packet.timestamp();
    if (!anchored || sourceChanged) {
      anchor(timestamp);
    }
    long position = anchorPosition + (timestamp - anchorTimestamp);
    if (newer) {
      if (position < high || Math.abs(position - elapsed) > DRIFT) {
        position = anchor(timestamp);
        flag(position, TapLeg.REANCHORED);
      }
      if (position + length > elapsed + DRIFT + REORDER) {
        tooLate(); // their clock is so fast that this packet has no second yet; the next fits
        return;
      }
      high = position + length;
      lag = Math.clamp(elapsed - high, 0, DRIFT);
    } else if (position < Math.max((long) firstOpen * SECOND, anchorPosition)
        || position + length > high) {
      tooLate(); // its second is gone, or it belongs to an earlier anchor
      return;
    }
    write(packet, law, position, length);
  }

  void comfortNoise() {
    flag(elapsed, TapLeg.COMFORT_NOISE);
  }

  /** Once per slot, after reading: pushes the seconds that are complete. */
  void pushComplete(long lostSoFar) {
    while (elapsed >= (firstOpen + 1L) * SECOND && theirsPassed((firstOpen + 1L) * SECOND)) {
      push(SECOND, false, lostSoFar);
    }
  }

  /** Nothing later is copied; what is there is pushed by {@link #finish}. */
  void end(CompletableFuture<TapEnd> whenQueued) {
    done = whenQueued;
    end = Math.max(elapsed, high);
  }

  /**
   * After {@link #end}, once per slot: pushes what is left.
   *
   * @return true when the last second lies in the queue
   */
  boolean finish(long lostSoFar) {
    while (end >= (firstOpen + 1L) * SECOND) {
      push(SECOND, false, lostSoFar);
    }
    TapSecond last = at(firstOpen);
    if (last == null) {
      return false; // all buffers are with the recorder; the end must not be lost, so try again
    }
    countLost(last, lostSoFar);
    last.end((int) (end - (long) firstOpen * SECOND), true, droppedBefore);
    if (!lane.push(last)) {
      return false;
    }
    open[firstOpen % OPEN] = null;
    pushed++;
    counters.increment(Counter.TAP_SECONDS);
    return true;
  }

  TapEnd report() {
    return new TapEnd(tapId, pushed, droppedInAll, late);
  }

  CompletableFuture<TapEnd> done() {
    return done;
  }

  /** Gives back what is still held, if the engine stops before the end could be queued. */
  void abandon() {
    for (int i = 0; i < OPEN; i++) {
      TapSecond second = open[i];
      if (second != null) {
        lane.putBack(second);
        open[i] = null;
      }
    }
  }

  /** Ties this timestamp to now, but never over samples that are already there. */
  private long anchor(int timestamp) {
    anchored = true;
    anchorTimestamp = timestamp;
    anchorPosition = Math.max(elapsed, high);
    return anchorPosition;
  }

  private boolean theirsPassed(long secondEnd) {
    return !anchored || high >= secondEnd + REORDER || elapsed >= secondEnd + REORDER + lag;
  }

  private void write(RtpPacket packet, Codec law, long position, int length) {
    int done = 0;
    while (done < length) {
      int at = (int) ((position + done) % SECOND);
      int part = Math.min(length - done, SECOND - at);
      TapSecond second = at((position + done) / SECOND);
      if (second != null) {
        second
            .theirs()
            .write(
                at,
                packet.buffer(),
                packet.payloadOffset() + done,
                part,
                law,
                packet.timestamp() + done,
                packet.ssrc());
      }
      done += part;
    }
  }

  private void tooLate() {
    late++;
    counters.increment(Counter.TAP_LATE);
  }

  private void flag(long position, int flag) {
    TapSecond second = at(position / SECOND);
    if (second != null) {
      second.theirs().flag(flag);
    }
  }

  /** The second of this number, opened if need be; null if no buffer is to be had. */
  private @Nullable TapSecond at(long number) {
    int slot = (int) (number % OPEN);
    TapSecond second = open[slot];
    if (second == null) {
      second = lane.take();
      if (second != null) {
        second.begin(
            tapId,
            number,
            startWallMicros + number * 1_000_000,
            startNanos + number * 1_000_000_000,
            codec);
        open[slot] = second;
      }
    }
    return second;
  }

  private void countLost(TapSecond second, long lostSoFar) {
    second.theirs().lost((int) Math.max(0, lostSoFar - lostBefore));
    lostBefore = lostSoFar;
  }

  private void push(int samples, boolean last, long lostSoFar) {
    TapSecond second = open[firstOpen % OPEN];
    open[firstOpen % OPEN] = null;
    firstOpen++;
    if (second != null) {
      countLost(second, lostSoFar);
      second.end(samples, last, droppedBefore);
      if (lane.push(second)) {
        pushed++;
        droppedBefore = 0;
        counters.increment(Counter.TAP_SECONDS);
        return;
      }
      lane.putBack(second);
    }
    droppedBefore++;
    droppedInAll++;
    counters.increment(Counter.TAP_DROPPED);
  }
}
