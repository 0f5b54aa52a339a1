package dev.assent.compliance;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls already made or reserved, 13 months back, in any order.
 *
 * @param person to any number of this person, in any campaign
 * @param number to this number, whoever the person
 */
public record CallHistory(List<PastCall> person, List<PastCall> number) {

  /**
   * @param at when it was reserved
   * @param counts whether it uses up the caps (requirements 2.4): reserved, rang, answered, unknown
   * @param outcome null while it is still open
   * @param disposition what the far end meant by refusing, a word; empty when it did not
   * @param connectMillis from the answer to our first sound; -1 when none left; null when nobody
   *     answered, or it is still open
   */
  public record PastCall(
      UUID attemptId,
      UUID campaignId,
      UUID contactId,
      Instant at,
      boolean counts,
      boolean rang,
      @Nullable Outcome outcome,
      @Nullable Long connectMillis,
      String disposition) {
    public PastCall(
        UUID attemptId,
        UUID campaignId,
        UUID contactId,
        Instant at,
        boolean counts,
        boolean rang,
        @Nullable Outcome outcome,
        @Nullable Long connectMillis) {
      this(attemptId, campaignId, contactId, at, counts, rang, outcome, connectMillis, "");
    }
  }

  public CallHistory {
    person = List.copyOf(person);
    number = List.copyOf(number);
  }
}
