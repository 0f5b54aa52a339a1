package dev.assent.compliance;

import java.util.Set;

/** What stands against using a person's data (R15). */
public record SubjectState(Set<Restriction> restrictions) {

  public enum Restriction {
    DELETION_REQUESTED,
    RESTRICTION_REQUESTED,
    LEGAL_HOLD,
    ERASED
  }

  public SubjectState {
    restrictions = Set.copyOf(restrictions);
  }
}
