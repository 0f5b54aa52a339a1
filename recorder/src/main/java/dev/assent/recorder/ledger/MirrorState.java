package dev.assent.recorder.ledger;

import java.nio.file.Path;

/** Whether a second disk holds all that the ledger holds. */
public sealed interface MirrorState {
  /** None is configured: the ledger dies with its disk. */
  record None() implements MirrorState {}

  /** Every row that was acknowledged and every erasure is there too, on disk. */
  record InStep(Path directory) implements MirrorState {}

  /**
   * It lacks rows, and may still hold secrets that were erased.
   *
   * @param why since when it could not be written, in words for people
   */
  record Behind(Path directory, String why) implements MirrorState {}
}
