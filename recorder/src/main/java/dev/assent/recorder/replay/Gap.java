package dev.assent.recorder.replay;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * Seconds of a recording without sound that should have some.
 *
 * @param legId which leg, or {@link Mark#NO_LEG}: all
 * @param fromSecond the first
 * @param toSecond the second after the last
 * @param lost they never reached the recorder; else less than half of each came over the wire
 */
public record Gap(int legId, int fromSecond, int toSecond, boolean lost) {
  private static final int LOST = 255;
  private static final int HALF = 50;

  /**
   * @param presence two bytes a second: slots of 100 that were there, 255 if all was lost
   */
  static List<Gap> of(List<Leg> legs, byte[] presence) {
    int seconds = presence.length / AudioSecond.LEGS;
    List<Gap> gaps = new ArrayList<>(runs(presence, 0, seconds, true, Mark.NO_LEG));
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      // The last second is short: its slots do not tell.
      gaps.addAll(runs(presence, leg, seconds - 1, false, legs.get(leg).id()));
    }
    return List.copyOf(gaps);
  }

  private static List<Gap> runs(byte[] presence, int leg, int seconds, boolean lost, int legId) {
    List<Gap> runs = new ArrayList<>();
    int begun = -1;
    for (int second = 0; second <= seconds; second++) {
      boolean in = second < seconds && isIn(presence[second * AudioSecond.LEGS + leg], lost);
      if (in && begun < 0) {
        begun = second;
      } else if (!in && begun >= 0) {
        runs.add(new Gap(legId, begun, second, lost));
        begun = -1;
      }
    }
    return runs;
  }

  private static boolean isIn(byte slots, boolean lost) {
    int present = slots & 0xFF;
    return lost ? present == LOST : present < HALF;
  }
}
