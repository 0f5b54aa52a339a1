package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.suppression.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong while a campaign runs: nobody is called who may not be, and nobody is lost. */
@Timeout(60)
class BadDaysTest {
  private static List<ReasonCode> codes(OneCallHome home, Gate gate, int person) {
    Attempt attempt = new Attempt(home.campaign.id(), home.contact(person), World.TRUNK);
    return switch (gate.decide(attempt)) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.reasons().stream().map(Reason::code).toList();
      case Decision.Defer defer -> defer.reasons().stream().map(Reason::code).toList();
    };
  }

  private static List<UUID> due(OneCallHome home) {
    return home.store().lists().due(home.campaign.id(), home.home.now.get(), 100);
  }

  @Test
  @Requirement("R03")
  void aPolicyRetiredAtNoonEndsTheCallsAtNoon() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      assertThat(codes(home, gate, 0)).isEmpty();
      home.retire(true);
      assertThat(codes(home, gate, 0)).contains(ReasonCode.POLICY_MISSING);
      if (gate.decide(home.attempt()) instanceof Decision.Deny deny) {
        home.store().lists().blocked(home.campaign.id(), home.contact(0), deny);
      }
      home.retire(false);
      assertThat(due(home)).as("until a person runs it again").doesNotContain(home.contact(0));
      home.store().registers().setCampaignState(home.campaign.id(), Campaign.State.PAUSED, "anna");
      home.store().registers().setCampaignState(home.campaign.id(), Campaign.State.RUNNING, "anna");
      assertThat(due(home)).contains(home.contact(0));
    }
  }

  @Test
  @Requirement("R03")
  void aPolicyIsInForceToTheLastInstantOfItsLastDay() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.policyUntil(LocalDate.of(2026, 3, 3));
      Instant midnight = World.beijing("2026-03-03T00:00:00");
      home.home.now.set(midnight.minusNanos(1000));
      assertThat(codes(home, gate, 0)).doesNotContain(ReasonCode.POLICY_EXPIRED);
      home.home.now.set(midnight);
      assertThat(codes(home, gate, 0)).contains(ReasonCode.POLICY_EXPIRED);
    }
  }

  @Test
  @Requirement("R02")
  void aClockThatJumpsStopsEveryCallAndNobodyIsLost() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.clock = new ClockState(false, Duration.ofHours(-9), "stepped", "2026a");
      assertThat(codes(home, gate, 0)).contains(ReasonCode.CLOCK_UNTRUSTED);
      if (gate.decide(home.attempt()) instanceof Decision.Deny deny) {
        home.store().lists().blocked(home.campaign.id(), home.contact(0), deny);
      }
      home.clock = new ClockState(true, Duration.ZERO, "", "2026a");
      assertThat(due(home)).as("not at once").doesNotContain(home.contact(0));
      home.home.tick(Duration.ofMinutes(1));
      assertThat(due(home)).as("by itself").contains(home.contact(0));
    }
  }

  @Test
  @Requirement("R31")
  void aClockSetBackMakesNobodyCallableAgain() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.called(0, Outcome.NO_ANSWER, Map.of("rang", "true"));
      home.home.tick(Duration.ofHours(-2));
      assertThat(codes(home, gate, 0))
          .as("the call lies in the future now, and counts")
          .isNotEmpty();
    }
  }

  @Test
  @Requirement("R30")
  void aListBroughtAgainHalfWayChangesNothing() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.called(0, Outcome.BUSY, Map.of("rang", "true"));
      List<UUID> before = due(home);
      ImportBatch half = home.store().imports().begin(home.source.id(), TestHome.FILE, "anna");
      half.add(home.rows.get(0));
      half.add(home.rows.get(1));
      assertThat(due(home)).as("while it is read").isEqualTo(before);
      half.close();
      assertThat(due(home)).as("given up").isEqualTo(before);

      try (ImportBatch whole =
          home.store().imports().begin(home.source.id(), TestHome.FILE, "anna")) {
        for (var row : home.rows) {
          whole.add(row);
        }
        whole.switchOver();
      }
      assertThat(codes(home, gate, 0))
          .as("whoever was called stays called")
          .contains(ReasonCode.RETRY_GAP);
      assertThat(codes(home, gate, 1)).isEmpty();
      assertThat(due(home)).hasSize(before.size());
    }
  }

  /** Else a run would wait for them for ever, and look again and again who is due. */
  @Test
  @Requirement("R30")
  void nobodyWaitsForWhoIsOnTheListNoMore() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      home.called(0, Outcome.BUSY, Map.of("rang", "true"));
      assertThat(home.store().lists().nextOpening(home.campaign.id())).isPresent();
      assertThat(home.store().lists().waiting(home.campaign.id())).hasSize(1);
      try (ImportBatch shorter =
          home.store().imports().begin(home.source.id(), TestHome.FILE, "anna")) {
        shorter.add(home.rows.get(1));
        shorter.switchOver();
      }
      assertThat(home.store().lists().nextOpening(home.campaign.id())).isEmpty();
      assertThat(home.store().lists().waiting(home.campaign.id())).isEmpty();
    }
  }

  private static Redemption redeemed(OneCallHome home, Gate gate, int person) {
    Attempt attempt = new Attempt(home.campaign.id(), home.contact(person), World.TRUNK);
    if (gate.decide(attempt) instanceof Decision.Allow(Permit permit, _)) {
      return gate.redeem(permit, "call@" + person);
    }
    throw new AssertionError("not lawful: " + codes(home, gate, person));
  }

  @Test
  @Requirement("R30")
  void aJournalOnAFullDiskLeavesNobodyCalledAndAlmostNobodyLost() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.home.files.full(home.home.journalDirectory, true);
      assertThat(redeemed(home, gate, 0)).isInstanceOf(Redemption.Refused.class);
      assertThat(redeemed(home, gate, 1)).isInstanceOf(Redemption.Refused.class);
      OptOut word = TestHome.optOut(home.home.now.get());
      assertThat(home.store().refusals().add(TestHome.number(2), word, "anna"))
          .as("no success is claimed")
          .isInstanceOf(Refused.Pending.class);
      assertThat(codes(home, gate, 1)).contains(ReasonCode.HOLD_ACTIVE);

      home.home.files.full(home.home.journalDirectory, false);
      home.home.kill(); // what the disk holds is only known when it was read again
      home.home.open();
      Gate again = home.gate(RuleBook.standard());
      assertThat(codes(home, again, 2)).contains(ReasonCode.DNC_INTERNAL);
      assertThat(redeemed(home, again, 1)).isInstanceOf(Redemption.Cleared.class);
      assertThat(codes(home, again, 0))
          .as("whose call was being reserved when the disk was full: it may have been made")
          .isNotEmpty();
    }
  }
}
