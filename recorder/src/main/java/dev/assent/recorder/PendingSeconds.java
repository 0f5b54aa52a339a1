package dev.assent.recorder;

import dev.assent.recorder.container.AudioLeg;
import dev.assent.recorder.container.AudioSecond;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Seconds of one call, copied, that came while its next file is being opened: few, as that takes
 * some milliseconds. Owned by the recorder thread.
 */
final class PendingSeconds {
  /** More are no longer kept from the disk. */
  private static final int MOST = 10;

  private final Queue<AudioSecond> seconds = new ArrayDeque<>();

  void add(AudioSecond second) {
    AudioSecond copy = new AudioSecond();
    copy.tapId = second.tapId;
    copy.second = second.second;
    copy.wallMicros = second.wallMicros;
    copy.monotonicNanos = second.monotonicNanos;
    copy.samples = second.samples;
    copy.last = second.last;
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      copy(second.leg(i), copy.leg(i), second.samples);
    }
    seconds.add(copy);
  }

  private static void copy(AudioLeg from, AudioLeg to, int samples) {
    to.audio = Arrays.copyOf(from.audio, samples);
    to.bitmap = from.bitmap.clone();
    to.payloadType = from.payloadType;
    to.lost = from.lost;
    to.firstRtpTimestamp = from.firstRtpTimestamp;
    to.ssrc = from.ssrc;
    to.flags = from.flags;
  }

  boolean isFull() {
    return seconds.size() >= MOST;
  }

  /** In the order in which they came. */
  Iterable<AudioSecond> all() {
    return seconds;
  }
}
