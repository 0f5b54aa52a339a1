package dev.assent.compliance.store.attempt;

import java.util.List;
import java.util.UUID;

/**
 * What the recorder tells of a finished recording.
 *
 * @param fileSha256 of the whole file
 * @param seconds of sound, the lost ones counted
 * @param lostSeconds of these, seconds that never reached the recorder
 * @param endCause 1–32 of {@code A-Z 0-9 _}
 * @param complete whether it was sealed to its end
 * @param sound what each leg sounded like; empty if it was salvaged after a crash
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordingFacts(
    UUID recordingId,
    byte[] fileSha256,
    long seconds,
    long lostSeconds,
    String endCause,
    boolean complete,
    List<LegSound> sound) {

  /**
   * Figures of one leg, taken while it was sealed. They stand so in the journal.
   *
   * @param leg 0 the called person, 1 what was played
   * @param soundMs of which packets came
   * @param missingMs of which none came
   * @param voiceMs at or above −45 dBov
   * @param silenceMs longest time below that, missing ones counted
   * @param peak largest magnitude, 0–32,767
   * @param rms root mean square of what came, 0–32,767
   * @param clippedPpm samples at the codec's largest magnitude, in a million
   */
  public record LegSound(
      int leg,
      long soundMs,
      long missingMs,
      long voiceMs,
      long silenceMs,
      int peak,
      int rms,
      long clippedPpm) {}
}
