package dev.assent.recorder.replay;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.LegRole;
import java.util.ArrayList;
import java.util.List;

/**
 * What a player draws of a stretch of a recording: for each leg the smallest and largest sound of
 * each bucket, all buckets of one length.
 *
 * @param fromSecond first second
 * @param toSecond the second after the last
 */
public record Waveform(int fromSecond, int toSecond, List<LegPeaks> legs) {
  /** Buckets that one waveform has at most: more than any screen shows. */
  public static final int MAX_BUCKETS = 20_000;

  /** Peaks that a recording holds of each second of each leg. */
  private static final int PER_SECOND = 10;

  private static final int PAIR = 2;

  /**
   * One leg.
   *
   * @param min −128–0, one a bucket: 16-bit sound over 256
   * @param max 0–127
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record LegPeaks(int legId, LegRole role, byte[] min, byte[] max) {}

  /**
   * @param peaks 40 bytes a second from second 0: ten pairs (min, max) of the first leg, then of
   *     the second
   */
  static Waveform of(List<Leg> legs, byte[] peaks, int from, int to, int buckets) {
    List<LegPeaks> drawn = new ArrayList<>();
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      byte[] min = new byte[buckets];
      byte[] max = new byte[buckets];
      long windows = (long) (to - from) * PER_SECOND;
      for (int i = 0; i < buckets && windows > 0; i++) {
        long first = i * windows / buckets;
        long end = Math.max(first + 1, (i + 1) * windows / buckets);
        for (long window = first; window < end; window++) {
          int at = place(leg, (long) from * PER_SECOND + window);
          min[i] = (byte) Math.min(min[i], peaks[at]);
          max[i] = (byte) Math.max(max[i], peaks[at + 1]);
        }
      }
      drawn.add(new LegPeaks(legs.get(leg).id(), legs.get(leg).role(), min, max));
    }
    return new Waveform(from, to, List.copyOf(drawn));
  }

  private static int place(int leg, long window) {
    long second = window / PER_SECOND;
    return (int) (((second * AudioSecond.LEGS + leg) * PER_SECOND + window % PER_SECOND) * PAIR);
  }
}
