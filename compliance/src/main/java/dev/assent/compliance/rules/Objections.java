package dev.assent.compliance.rules;

import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects what rules object to. One per decision; one thread. */
public final class Objections {

  private final List<Reason> reasons = new ArrayList<>();

  public void deny(ReasonCode code, String detail) {
    reasons.add(Reason.deny(code, detail));
  }

  public void denyPermanently(ReasonCode code, String detail) {
    reasons.add(Reason.denyPermanently(code, detail));
  }

  public void defer(ReasonCode code, Instant until, String detail) {
    reasons.add(Reason.defer(code, until, detail));
  }

  /** Worst first. */
  public List<Reason> worstFirst() {
    return reasons.isEmpty() ? List.of() : reasons.stream().sorted(Reason.WORST_FIRST).toList();
  }
}
