package dev.assent.compliance;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One rule's objection.
 *
 * @param rule the rule's id, such as {@code R28}
 * @param until when to ask again; set exactly when the severity is {@link Severity#DEFER}
 * @param detail figures and names that explain it, never personal data
 */
public record Reason(
    String rule, ReasonCode code, Severity severity, @Nullable Instant until, String detail) {

  /** Worst severity first, then the lowest rule, then the code as listed. */
  public static final Comparator<Reason> WORST_FIRST =
      Comparator.comparing(Reason::severity, Comparator.reverseOrder())
          .thenComparing(Reason::rule)
          .thenComparing(Reason::code);

  public Reason {
    if ((severity == Severity.DEFER) != (until != null)) {
      throw new IllegalArgumentException(code + ": an instant belongs to DEFER, and only to it");
    }
  }

  public static Reason deny(ReasonCode code, String detail) {
    return new Reason(code.rule(), code, Severity.DENY, null, detail);
  }

  public static Reason denyPermanently(ReasonCode code, String detail) {
    return new Reason(code.rule(), code, Severity.DENY_PERMANENT, null, detail);
  }

  public static Reason defer(ReasonCode code, Instant until, String detail) {
    return new Reason(code.rule(), code, Severity.DEFER, until, detail);
  }
}
