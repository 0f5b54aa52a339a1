package dev.assent.dialer.report;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.campaign.CallFigures;
import dev.assent.compliance.store.campaign.Report;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/**
 * All that is told of a campaign.
 *
 * @param contacts each once, in the groups of the report: {@code attempted}, {@code answered},
 *     {@code agreed}, …
 * @param checked calls that were checked by the machine, and how many have which flag
 * @param journal how many entries, and whether all of them hold
 * @param zone in which hours and days are shown
 */
public record CampaignFigures(
    Campaign campaign,
    Map<String, Long> contacts,
    Report report,
    CallFigures calls,
    Recordings recordings,
    long checked,
    Map<Flag, Long> flags,
    JournalState journal,
    Made made,
    ZoneId zone) {
  public CampaignFigures {
    contacts = Map.copyOf(contacts);
    flags = Map.copyOf(flags);
  }

  /** Of agreed calls; what is neither complete nor cut short is missing. */
  public record Recordings(long expected, long complete, long cutShort) {}

  /** What the figures stand on. */
  public record JournalState(long entries, boolean verified) {}

  /** When, and for whom. */
  public record Made(Instant at, String by) {}

  long of(String group) {
    return contacts.getOrDefault(group, 0L);
  }
}
