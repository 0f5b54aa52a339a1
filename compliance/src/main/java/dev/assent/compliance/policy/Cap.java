package dev.assent.compliance.policy;

/**
 * At most so many calls within a period.
 *
 * @param limit 1 or more
 */
public record Cap(Scope scope, Period period, int limit) {

  /** Whose calls are counted. */
  public enum Scope {
    PERSON,
    NUMBER
  }

  /** Calendar periods are the called party's; the others roll. */
  public enum Period {
    DAY,
    HOURS_24,
    WEEK,
    DAYS_7,
    MONTH,
    DAYS_30
  }
}
