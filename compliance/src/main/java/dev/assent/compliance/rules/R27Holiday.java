package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CALENDAR_MISSING;
import static dev.assent.compliance.ReasonCode.HOLIDAY;

import dev.assent.compliance.Facts;
import dev.assent.compliance.policy.OpeningHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** R27: no call on a day that is closed anywhere the person may be; without a calendar, on none. */
public final class R27Holiday implements Rule {

  @Override
  public String id() {
    return "R27";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    Optional<OpeningHours> hours = CalledParty.hours(facts);
    if (hours.isEmpty()) {
      objections.deny(CALENDAR_MISSING, "no policy or no zone to choose a calendar by");
      return;
    }
    for (ZoneId zone : hours.get().zones()) {
      LocalDate day = facts.now().atZone(zone).toLocalDate();
      switch (hours.get().day(day)) {
        case OPEN -> {}
        case UNKNOWN -> objections.deny(CALENDAR_MISSING, "no official calendar for " + day);
        case CLOSED -> closed(hours.get(), facts.now(), day, objections);
      }
    }
  }

  private static void closed(
      OpeningHours hours, Instant now, LocalDate day, Objections objections) {
    Optional<Instant> opening = hours.nextOpening(now);
    if (opening.isPresent()) {
      objections.defer(HOLIDAY, opening.get(), day + " is closed");
    } else {
      objections.deny(HOLIDAY, day + " is closed, and no opening follows");
    }
  }
}
