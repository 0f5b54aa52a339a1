package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CAMPAIGN_HOURS;
import static dev.assent.compliance.ReasonCode.OUTSIDE_WINDOW;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.OpeningHours;
import java.time.Instant;
import java.util.Optional;

/**
 * R28: within the hours the campaign keeps, and inside the calling window in every zone the person
 * may be in, early enough that the phone stops ringing before the window ends. The next opening it
 * names is on a day R27 leaves open.
 */
public final class R28Window implements Rule {

  @Override
  public String id() {
    return "R28";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    campaignHours(facts, objections);
    Optional<OpeningHours> hours = CalledParty.hours(facts);
    if (hours.isEmpty()) {
      objections.deny(OUTSIDE_WINDOW, "no policy or no zone to tell the time by");
    } else if (!hours.get().withinWindow(facts.now())) {
      Optional<Instant> opening = hours.get().nextOpening(facts.now());
      if (opening.isPresent()) {
        objections.defer(OUTSIDE_WINDOW, opening.get(), "zones " + hours.get().zones());
      } else {
        objections.deny(OUTSIDE_WINDOW, "no opening ahead in zones " + hours.get().zones());
      }
    }
  }

  /** They only narrow. */
  private static void campaignHours(Facts facts, Objections objections) {
    if (facts.campaign() instanceof Present<Campaign>(var campaign)) {
      Optional<Instant> opening = campaign.opening(facts.now());
      if (opening.isEmpty()) {
        objections.deny(CAMPAIGN_HOURS, "its own hours do not open any more");
      } else if (opening.get().isAfter(facts.now())) {
        objections.defer(CAMPAIGN_HOURS, opening.get(), "its own hours");
      }
    }
  }
}
