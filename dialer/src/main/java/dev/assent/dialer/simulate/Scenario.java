package dev.assent.dialer.simulate;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Licence;
import dev.assent.compliance.Places;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.simulate.recount.Bounds;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is simulated: campaigns with everything they rest on, as if all of it were approved.
 *
 * @param campaigns at least one; all of them call the same people
 * @param policies packs combined, by their names
 * @param tzdata version of the time zones
 * @param carriers the trunks
 * @param capacity calls that can be spoken to, and recorded, at once
 * @param contacts gives every row of the list
 * @param from the first simulated instant
 * @param days how long
 */
public record Scenario(
    List<Planned> campaigns,
    PromptShelf prompts,
    List<CallerNumber> callers,
    SourceProof source,
    List<Licence> licences,
    Function<List<String>, Found<Policy>> policies,
    Calendars calendars,
    String tzdata,
    List<Carrier> carriers,
    IvrCapacity capacity,
    Places places,
    Contacts contacts,
    Habits habits,
    Instant from,
    int days,
    long seed) {

  public Scenario {
    campaigns = List.copyOf(campaigns);
    carriers = List.copyOf(carriers);
  }

  /**
   * One campaign.
   *
   * @param bounds what a recount holds each of its calls against
   */
  public record Planned(Campaign campaign, Script script, Bounds bounds) {}

  /**
   * One trunk.
   *
   * @param limits of its carrier; how much is in use is simulated
   */
  public record Carrier(String name, TrunkState limits, double callsPerSecond) {}

  /** A list. */
  @FunctionalInterface
  public interface Contacts {
    /** Every row, in the same order each time. */
    void forEach(Consumer<ContactRow> rows);
  }

  Planned planned(Campaign campaign) {
    return campaigns.stream()
        .filter(planned -> planned.campaign().id().equals(campaign.id()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a campaign of another scenario"));
  }
}
