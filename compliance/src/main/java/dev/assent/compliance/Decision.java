package dev.assent.compliance;

import java.time.Instant;
import java.util.List;

/** What the gate answers. The worst reason decides: permanent denial, denial, deferral, allow. */
public sealed interface Decision {

  DecisionRecord record();

  /** Allowed for now: the permit must be redeemed within five seconds. */
  record Allow(Permit permit, DecisionRecord record) implements Decision {}

  /**
   * Not now.
   *
   * @param until the latest instant any rule named; only a time to ask again, never a permission
   */
  record Defer(Instant until, List<Reason> reasons, DecisionRecord record) implements Decision {
    public Defer {
      reasons = List.copyOf(reasons);
    }

    /** Worst severity, then lowest rule. */
    public Reason primary() {
      return worst(reasons);
    }
  }

  /**
   * No.
   *
   * @param permanent true when no later attempt of this campaign can succeed
   */
  record Deny(boolean permanent, List<Reason> reasons, DecisionRecord record) implements Decision {
    public Deny {
      reasons = List.copyOf(reasons);
    }

    /** Worst severity, then lowest rule. */
    public Reason primary() {
      return worst(reasons);
    }
  }

  private static Reason worst(List<Reason> reasons) {
    return reasons.stream().min(Reason.WORST_FIRST).orElseThrow();
  }
}
