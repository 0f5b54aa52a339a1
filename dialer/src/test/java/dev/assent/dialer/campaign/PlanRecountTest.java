package dev.assent.dialer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.store.LawfulHome;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A plan over many mixed people, counted a second time from what was imported, at four times: in
 * the window, after it, on a holiday, and at the end of a month. 10,000 of them: {@code
 * scripts/interop 61-recount}.
 */
@Timeout(240)
@Requirement({"Q01", "Q02", "Q08"})
final class PlanRecountTest {
  private static final int PEOPLE = Integer.getInteger("assent.recount.people", 2_500);
  private static final List<String> TIMES =
      List.of(
          "2026-03-18T10:00:00+08:00",
          "2026-03-18T20:59:30+08:00",
          "2026-04-04T12:00:00+08:00",
          "2026-03-31T11:30:00+08:00");

  @Test
  void aSecondCountOfMixedContactsIsThePlan() throws Exception {
    long seed = 9_310_101;
    System.out.println("PlanRecountTest seed " + seed);
    MixedPeople people = new MixedPeople(PEOPLE, seed);
    try (LawfulHome home = LawfulHome.h2()) {
      Campaign campaign = people.settleIn(home);
      for (String time : TIMES) {
        compare(home, campaign, people, OffsetDateTime.parse(time).toInstant());
      }
    }
  }

  private static void compare(LawfulHome home, Campaign campaign, MixedPeople people, Instant at) {
    home.at(at);
    CampaignPlanner planner =
        new CampaignPlanner(
            home.gate().timetable(),
            at,
            campaign,
            home.store().figures().answerRates(campaign.id(), ZoneOffset.UTC),
            ZoneOffset.UTC);
    Map<String, Integer> expected = new TreeMap<>();
    Set<String> reachable = new HashSet<>();
    Map<String, Instant> earliest = new HashMap<>();
    new ContactsAhead(home.gate(), home.store().lists())
        .forEach(
            campaign,
            at,
            contact -> {
              planner.add(contact);
              MixedPeople.Someone someone = people.withNumber(number(contact));
              String verdict = someone.verdict(at);
              Optional<Instant> next = someone.nextLawful(at);
              assertThat(verdict(contact)).as("%s at %s", someone, at).isEqualTo(verdict);
              assertThat(contact.nextLawful()).as("%s at %s", someone, at).isEqualTo(next);
              expected.merge(verdict, 1, Integer::sum);
              if (next.isPresent()) {
                earliest.merge(verdict, next.get(), (a, b) -> a.isBefore(b) ? a : b);
                if (MixedPeople.sameMonth(at, next.get())) {
                  reachable.add(someone.person());
                }
              }
            });
    CampaignPlan plan = planner.plan(campaign, new CampaignPlan.Capacity(20, 5), "hash");
    Map<String, Integer> counted = new TreeMap<>();
    if (plan.allowed() > 0) {
      counted.put("ALLOWED", plan.allowed());
    }
    for (CampaignPlan.Cause cause : plan.causes()) {
      counted.put(cause.verdict() + " " + cause.code(), cause.contacts());
      assertThat(cause.nextLawful())
          .as("%s at %s", cause, at)
          .isEqualTo(Optional.ofNullable(earliest.get(cause.verdict() + " " + cause.code())));
    }
    System.out.println(at + " " + counted + ", this month " + plan.reachableThisMonth());
    assertThat(counted).isEqualTo(expected);
    assertThat(plan.contacts()).isEqualTo(PEOPLE);
    assertThat(plan.reachableThisMonth()).isEqualTo(reachable.size());
    assertThat(counted).as("a mixed list").hasSizeGreaterThan(6);
  }

  private static String number(Outlook contact) {
    return contact.facts() instanceof Found.Present(var facts)
        ? facts.contact().number().e164()
        : "unreadable";
  }

  private static String verdict(Outlook contact) {
    return switch (contact.decision()) {
      case Decision.Allow _ -> "ALLOWED";
      case Decision.Deny deny -> "BLOCKED " + deny.primary().code();
      case Decision.Defer defer -> "DEFERRED " + defer.primary().code();
    };
  }

  /** Ids of contacts by number. */
  static Map<String, UUID> contacts(LawfulHome home, Campaign campaign, Instant at) {
    Map<String, UUID> ids = new HashMap<>();
    new ContactsAhead(home.gate(), home.store().lists())
        .forEach(campaign, at, contact -> ids.put(number(contact), contact.contactId()));
    return ids;
  }
}
