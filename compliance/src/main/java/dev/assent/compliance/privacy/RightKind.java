package dev.assent.compliance.privacy;

import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.PolicyKey;
import java.util.Optional;

/** What a person asks for (requirements 5.2, PIPL 44–50). */
public enum RightKind {
  ACCESS,
  COPY,
  CORRECT,
  DELETE,
  WITHDRAW,
  RESTRICT,
  EXPLAIN;

  /** Working days to have answered (R57). */
  PolicyKey<Integer> days() {
    return switch (this) {
      case DELETE -> DataKeys.RIGHTS_DELETE;
      case CORRECT, WITHDRAW, RESTRICT -> DataKeys.RIGHTS_CORRECT;
      case ACCESS, COPY, EXPLAIN -> DataKeys.RIGHTS_ACCESS;
    };
  }

  /** The law's own, later limit; the house's is {@link #days}. */
  PolicyKey<Integer> outerDays() {
    return this == DELETE ? DataKeys.RIGHTS_DELETE_OUTER : days();
  }

  /** What stands against using the data from intake on (R15, B-20). */
  public Optional<Restriction> restriction() {
    return switch (this) {
      case DELETE -> Optional.of(Restriction.DELETION_REQUESTED);
      case RESTRICT, WITHDRAW -> Optional.of(Restriction.RESTRICTION_REQUESTED);
      case ACCESS, COPY, CORRECT, EXPLAIN -> Optional.empty();
    };
  }
}
