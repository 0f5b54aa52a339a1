package dev.assent.compliance.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A recording as those see it who cannot open it.
 *
 * @param startedAt when it was opened
 * @param seconds of sound, the lost ones counted
 * @param lostSeconds of these, seconds that never reached the recorder
 * @param legs empty of one that was salvaged after a crash: nobody measured it
 */
public record SealedSound(
    UUID id, Instant startedAt, long seconds, long lostSeconds, State state, List<Leg> legs) {

  /** What a look at the file without a key says. */
  public enum State {
    COMPLETE,
    INCOMPLETE,
    DAMAGED,
    /** It was opened, and there is no file. */
    LOST
  }

  /** The called person's leg. */
  public static final int CALLEE = 0;

  /** The leg of what was played. */
  public static final int OURS = 1;

  /**
   * Figures of one leg, as the recorder took them.
   *
   * @param soundMs of which packets came
   * @param missingMs of which none came
   * @param voiceMs at or above −45 dBov
   * @param silenceMs longest time below that, missing ones counted
   * @param peak largest magnitude, 0–32,767
   * @param clippedPpm samples at the codec's largest magnitude, in a million
   */
  public record Leg(
      int leg,
      long soundMs,
      long missingMs,
      long voiceMs,
      long silenceMs,
      int peak,
      long clippedPpm) {}

  public SealedSound {
    legs = List.copyOf(legs);
  }

  /** The figures of a leg, where somebody measured it. */
  Optional<Leg> leg(int id) {
    return legs.stream().filter(leg -> leg.leg() == id).findFirst();
  }

  /** How long somebody speaks on the called person's leg, in milliseconds. */
  public long customerVoiceMs() {
    return leg(CALLEE).map(Leg::voiceMs).orElse(0L);
  }
}
