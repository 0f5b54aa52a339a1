package dev.assent.compliance.store.register;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.World;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.store.LawfulHome;
import dev.assent.compliance.store.RacePhase;
import dev.assent.compliance.store.RaceSide;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A home made again out of copies: on hold, and everybody counts as attempted in the gap. */
@Timeout(60)
class GapsTest {
  private static final UUID RESTORING = new UUID(0x6A, 1);
  private static final CallHistory NOTHING = new CallHistory(List.of(), List.of());

  @ParameterizedTest
  @EnumSource
  void onlyComplianceAcceptsAGapAndOnlyByItsName(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      assertThat(store.gaps().epoch()).isEqualTo(1);
      Instant until = home.now.get();
      Instant from = until.minus(Duration.ofHours(3));
      Gap gap = store.gaps().open(RESTORING, from, until, "restored", "anna");
      assertThat(gap.epoch()).isEqualTo(2);
      assertThat(store.gaps().open(RESTORING, from, until, "restored", "anna"))
          .as("the same restoring again")
          .isEqualTo(gap);
      assertThat(holds(store)).extracting(Hold::id).containsExactly(gap.holdId());

      refused(store, gap.holdId(), OptionalInt.of(2), TestHome.ANNA, "only COMPLIANCE");
      refused(store, gap.holdId(), OptionalInt.empty(), TestHome.BOB, "--gap 2");
      refused(store, gap.holdId(), OptionalInt.of(3), TestHome.BOB, "--gap 2");
      Hold other = store.killSwitches().set(Hold.Scope.GLOBAL, "", "drill", "anna");
      refused(store, other.id(), OptionalInt.of(2), TestHome.BOB, "stands for no gap");

      store.killSwitches().lift(gap.holdId(), OptionalInt.of(2), TestHome.BOB);
      assertThat(holds(store)).extracting(Hold::id).containsExactly(other.id());
      assertThat(store.gaps().all())
          .singleElement()
          .satisfies(
              accepted -> {
                assertThat(accepted.acceptedBy()).isEqualTo("bob");
                assertThat(accepted.acceptedAt()).isEqualTo(home.now.get());
                assertThat(accepted.from()).isEqualTo(from);
              });
      Gap next = store.gaps().open(new UUID(0x6A, 2), until, from, "restored", "anna");
      assertThat(next.epoch()).isEqualTo(3);
      assertThat(next.from()).as("a clock that went back").isEqualTo(next.until());
    }
  }

  @Test
  void everybodyCountsAsAttemptedInTheGap() throws Exception {
    try (LawfulHome home = LawfulHome.h2()) {
      Campaign campaign = home.campaignOf(RaceSide.people(1));
      List<UUID> contacts = new ArrayList<>();
      home.store().lists().forEachContact(campaign.id(), contacts::add);
      Attempt attempt = new Attempt(campaign.id(), contacts.getFirst(), World.TRUNK);
      Instant now = RacePhase.FIRST_DAY.at;
      home.at(now);
      assertThat(home.gate().decide(attempt)).isInstanceOf(Decision.Allow.class);

      Gap gap =
          home.store()
              .gaps()
              .open(RESTORING, now.minus(Duration.ofHours(50)), now, "restored", "anna");
      assertThat(codes(home.gate().decide(attempt))).contains(ReasonCode.HOLD_ACTIVE);
      home.store().killSwitches().lift(gap.holdId(), OptionalInt.of(2), TestHome.BOB);
      assertThat(codes(home.gate().decide(attempt)))
          .as("accepted, and still counted: nobody knows whether they were called")
          .contains(ReasonCode.ATTEMPTS_EXHAUSTED)
          .doesNotContain(ReasonCode.HOLD_ACTIVE);
    }
  }

  @Test
  void aCampaignThatBeganLaterIsBoundByTheCapsAlone() {
    Instant until = RacePhase.FIRST_DAY.at;
    Gap gap =
        new Gap(RESTORING, 2, RESTORING, until.minus(Duration.ofHours(50)), until, "", null, null);
    Campaign campaign = World.campaign(World.script());
    CallHistory then = counted(gap, with(campaign, "from", until.minusMillis(1)));
    CallHistory later = counted(gap, with(campaign, "from", until));
    for (CallHistory history : List.of(then, later)) {
      assertThat(history.person()).isEqualTo(history.number());
      assertThat(history.person())
          .extracting(CallHistory.PastCall::at)
          .as("one a day")
          .containsExactly(until, until.minus(Duration.ofDays(1)), until.minus(Duration.ofDays(2)));
      assertThat(history.person())
          .allMatch(call -> call.counts() && call.outcome() == Outcome.UNKNOWN);
    }
    assertThat(then.person()).allMatch(call -> call.campaignId().equals(campaign.id()));
    assertThat(later.person()).noneMatch(call -> call.campaignId().equals(campaign.id()));
    assertThat(GapRows.counted(List.of(), Found.absent(), RESTORING, until, NOTHING))
        .isSameAs(NOTHING);
  }

  private static CallHistory counted(Gap gap, Campaign campaign) {
    return GapRows.counted(
        List.of(gap),
        Found.present(campaign),
        RESTORING,
        gap.until().minus(Duration.ofDays(400)),
        NOTHING);
  }

  private static List<ReasonCode> codes(Decision decision) {
    return decision.record().reasons().stream().map(Reason::code).toList();
  }

  private static List<Hold> holds(Store store) {
    return store.holds() instanceof Found.Present(List<Hold> holds) ? holds : List.of();
  }

  private static void refused(Store store, UUID hold, OptionalInt gap, User by, String why) {
    assertThatThrownBy(() -> store.killSwitches().lift(hold, gap, by))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining(why);
  }
}
