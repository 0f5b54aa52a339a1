package dev.assent.compliance;

import java.util.List;

/**
 * How a campaign's answered calls began (R09, R43).
 *
 * @param periods one for each the policy limits
 * @param up calls of the campaign now reserved, ringing or talking
 */
public record AbandonedCalls(List<Period> periods, int up) {

  /**
   * @param days back from now
   * @param answered calls answered in that time
   * @param abandoned how many of them had no sound of ours in time
   */
  public record Period(int days, long answered, long abandoned) {}

  public AbandonedCalls {
    periods = List.copyOf(periods);
  }
}
