package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.NUMBER_REASSIGNED;
import static dev.assent.compliance.ReasonCode.STATUS_STALE;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * R13: a consent is worth nothing once its number belongs to somebody else. Where the packs demand
 * it, it must be known of the number, recently, that it was not disconnected since; no answer is
 * "unknown".
 */
public final class R13Reassigned implements Rule {

  @Override
  public String id() {
    return "R13";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    DemandedLists lists = new DemandedLists(facts, ListKind.REASSIGNED, Map.of());
    lists.withNumber(
        (reading, entry) -> {
          LocalDate day = entry.day();
          if (day != null && !consentedAfter(day, facts)) {
            objections.deny(NUMBER_REASSIGNED, "disconnected on " + day + " by " + reading.name());
          }
        });
    lists.wanting(why -> objections.deny(STATUS_STALE, why));
    if (!(facts.lists() instanceof Present)) {
      objections.deny(STATUS_STALE, "the lists could not be read");
    }
    OptionalInt maxAgeDays = DemandedLists.ageOfStatus(facts);
    if (maxAgeDays.isPresent()
        && lists.readings().stream()
            .noneMatch(reading -> answers(reading, lists, maxAgeDays.getAsInt()))) {
      objections.deny(STATUS_STALE, "nobody was asked recently whether the number changed hands");
    }
  }

  private static boolean answers(ListReading reading, DemandedLists lists, int maxAgeDays) {
    return reading.entry() instanceof Present<ListEntry> && !lists.tooOld(reading, maxAgeDays);
  }

  /** Whether a consent to be called came later than that day, wherever on earth it was given. */
  private static boolean consentedAfter(LocalDate day, Facts facts) {
    return facts.grants() instanceof Present<List<Grant>>(var grants)
        && grants.stream()
            .filter(grant -> grant.scope() == GrantScope.CALL && grant.withdrawnAt() == null)
            .map(grant -> grant.grantedAt().atOffset(ZoneOffset.ofHours(-12)).toLocalDate())
            .anyMatch(given -> given.isAfter(day));
  }
}
