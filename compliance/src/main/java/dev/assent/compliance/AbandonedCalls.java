package dev.assent.compliance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param first when the first of those was made; null for none
   */
  public record Period(int days, long answered, long abandoned, @Nullable Instant first) {
    public Period {
      if (abandoned > 0 == (first == null)) {
        throw new IllegalArgumentException("the first of the abandoned calls has a time");
      }
    }
  }

  public AbandonedCalls {
    periods = List.copyOf(periods);
  }
}
