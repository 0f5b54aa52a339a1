package dev.assent.dialer.simulate;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.simulate.recount.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What simulated campaigns came to.
 *
 * @param until how far time came
 * @param campaigns as the scenario has them
 * @param calls INVITEs that reached the carrier
 * @param answered of these
 * @param talk from answer to end, of all
 * @param outcomes attempts by their end
 * @param crashes of the engine's machine
 * @param checks how often something was held against what must never be
 * @param findings where it was not so
 */
public record SimulationResult(
    Instant from,
    Instant until,
    List<Ended> campaigns,
    long calls,
    long answered,
    Duration talk,
    SortedMap<Outcome, Long> outcomes,
    SortedMap<Integer, Row> byHour,
    SortedMap<LocalDate, Row> byDay,
    int crashes,
    long checks,
    List<Finding> findings) {

  /**
   * One campaign.
   *
   * @param end how its last run ended; empty when the days were over first
   * @param report as {@code campaign report} counts it
   */
  public record Ended(String campaign, Optional<CampaignRun.End> end, Report report) {}

  /** Calls of one hour or day. */
  public record Row(long calls, long answered) {}

  /** When the lists of all were finished; empty when one was not. */
  public Optional<Instant> finish() {
    boolean all =
        campaigns.stream()
            .allMatch(one -> one.end().filter(CampaignRun.End.FINISHED::equals).isPresent());
    return all ? Optional.of(until) : Optional.empty();
  }

  /** Attempts that ended so. */
  public long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
