package dev.assent.compliance.journal;

import java.nio.file.Path;

/** Whether a second disk holds all that the journal holds. */
public sealed interface MirrorHealth {
  /** None is configured: refusals die with the disk. */
  record None() implements MirrorHealth {}

  /** Every entry that was acknowledged is there too, on disk. */
  record InStep(Path directory) implements MirrorHealth {}

  /**
   * It lacks entries; nothing is written to it until it is compared again.
   *
   * @param why in words for people
   */
  record Behind(Path directory, Cause cause, String why) implements MirrorHealth {}

  /** What keeps a mirror from being written. */
  enum Cause {
    /** Its directory is not there: perhaps its disk is not mounted. */
    ABSENT,
    /** Another home's journal lies there. */
    FOREIGN,
    /** It holds entries that this journal does not, or others in their place. */
    APART,
    /** Its disk is full, or fails. */
    FAILS
  }
}
