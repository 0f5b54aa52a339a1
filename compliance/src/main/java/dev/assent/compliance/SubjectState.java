package dev.assent.compliance;

import dev.assent.compliance.policy.QuietTimes;
import java.util.Set;

/**
 * What stands against using a person's data (R15), and against calling them (R16, R17).
 *
 * @param quiet when they asked not to be called, by any campaign (R29)
 */
public record SubjectState(Set<Restriction> restrictions, Set<Flag> flags, QuietTimes quiet) {

  public enum Restriction {
    DELETION_REQUESTED,
    RESTRICTION_REQUESTED,
    LEGAL_HOLD,
    ERASED,
    /** Two lists say different things of the person, and nobody has settled it. */
    DISPUTED
  }

  public enum Flag {
    COMPLAINT_OPEN,
    LITIGATION,
    DECEASED,
    DO_NOT_DISTURB,
    VULNERABLE,
    MINOR
  }

  public SubjectState {
    restrictions = Set.copyOf(restrictions);
    flags = Set.copyOf(flags);
  }

  /** Of somebody who asked for no times. */
  public SubjectState(Set<Restriction> restrictions, Set<Flag> flags) {
    this(restrictions, flags, QuietTimes.NONE);
  }
}
