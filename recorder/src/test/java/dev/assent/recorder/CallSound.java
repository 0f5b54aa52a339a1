package dev.assent.recorder;

import dev.assent.recorder.container.AudioLeg;
import dev.assent.recorder.container.AudioSecond;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/**
 * A feed that gives the seconds a test put in: noise that a seed makes, so that it can be compared.
 */
public final class CallSound implements AudioFeed {
  private record Second(long tapId, int second, int samples, boolean last) {}

  private final Deque<Second> waiting = new ArrayDeque<>();

  /** {@code count} whole seconds, from {@code first}. */
  public CallSound seconds(long tapId, int first, int count) {
    for (int i = 0; i < count; i++) {
      waiting.add(new Second(tapId, first + i, AudioSecond.RATE, false));
    }
    return this;
  }

  /** The last second, of this many samples. */
  public CallSound last(long tapId, int second, int samples) {
    waiting.add(new Second(tapId, second, samples, true));
    return this;
  }

  @Override
  public boolean poll(AudioSecond into) {
    Second next = waiting.poll();
    if (next == null) {
      return false;
    }
    fill(into, next.tapId, next.second, next.samples);
    into.last = next.last;
    return true;
  }

  public static void fill(AudioSecond into, long tapId, int second, int samples) {
    into.tapId = tapId;
    into.second = second;
    into.samples = samples;
    into.wallMicros = 1_800_000_000_000_000L + second * 1_000_000L;
    into.monotonicNanos = second * 1_000_000_000L;
    into.last = false;
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      AudioLeg leg = into.leg(i);
      leg.audio = audio(tapId, second, i);
      leg.bitmap = bitmap(samples);
      leg.payloadType = 8 * i;
      leg.lost = second % 3;
      leg.firstRtpTimestamp = second * AudioSecond.RATE;
      leg.ssrc = (int) tapId * 2 + i;
      leg.flags = 0;
    }
  }

  /** What second {@code second} of leg {@code leg} sounds like: 8,000 bytes. */
  public static byte[] audio(long tapId, int second, int leg) {
    byte[] audio = new byte[AudioSecond.RATE];
    new Random(tapId * 1_000_003 + second * 31L + leg).nextBytes(audio);
    return audio;
  }

  private static byte[] bitmap(int samples) {
    byte[] bitmap = new byte[AudioSecond.BITMAP_BYTES];
    int slots = samples / 80;
    Arrays.fill(bitmap, 0, slots / 8, (byte) 0xFF);
    if (slots % 8 > 0) {
      bitmap[slots / 8] = (byte) (0xFF << (8 - slots % 8));
    }
    return bitmap;
  }
}
