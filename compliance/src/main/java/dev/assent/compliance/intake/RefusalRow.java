package dev.assent.compliance.intake;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.numbering.PhoneNumber;
import java.time.Instant;

/** One row of a dropped file: somebody's word, or something nobody could read as one. */
public sealed interface RefusalRow {

  /** Where it starts, from 1. */
  long line();

  record Read(long line, PhoneNumber number, Manner manner, Instant at, DncReach reach)
      implements RefusalRow {}

  /**
   * @param reason stable code
   * @param advice what is wrong, without repeating any of it
   */
  record Unreadable(long line, String reason, String advice) implements RefusalRow {}
}
