package dev.assent.compliance;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Decision.Allow;
import dev.assent.compliance.Decision.Defer;
import dev.assent.compliance.Decision.Deny;
import dev.assent.compliance.Redemption.Cleared;
import dev.assent.compliance.Redemption.Postponed;
import dev.assent.compliance.Redemption.Refused;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.rules.Objections;
import dev.assent.compliance.rules.Rule;
import dev.assent.compliance.rules.RuleBook;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine contract, requirements 2.1. */
@Timeout(60)
final class GateTest {

  private final World world = new World();
  private final Gate gate =
      new Gate(world, world, RuleBook.standard(), world, new SplittableRandom(1));

  @Test
  @Requirement("R35")
  void aLawfulCallIsAllowedReservedAndCleared() {
    Permit permit = allowed();

    Clearance clearance = cleared(gate.redeem(permit, "call-1"));

    assertThat(clearance.number().e164()).isEqualTo("+8619900001234");
    assertThat(clearance.callerNumber()).isEqualTo("+861088880000");
    assertThat(clearance.sipCallId()).isEqualTo("call-1");
    assertThat(world.personCalls).hasSize(1);
    assertThat(clearance.take()).isTrue();
    assertThat(clearance.take()).as("a second time").isFalse();
  }

  @Test
  @Requirement("R35")
  void aPermitOfAPageIsAsGoodAsOneAskedForAlone() {
    UUID contact = world.attempt().contactId();
    List<Decision> page =
        gate.decide(world.attempt().campaignId(), world.attempt().trunk(), List.of(contact));

    Permit permit = ((Allow) page.getFirst()).permit();
    assertThat(permit.freshAt(world.now.plus(Permit.LIFETIME))).isTrue();
    assertThat(permit.freshAt(world.now.plus(Permit.LIFETIME).plusNanos(1))).isFalse();
    cleared(gate.redeem(permit, "call-1"));
  }

  @Test
  void aDecisionHasNoSideEffect() {
    allowed();
    allowed();
    assertThat(world.personCalls).isEmpty();
  }

  @Test
  void aDecisionSaysWhatItWasMadeOn() {
    DecisionRecord record = gate.decide(world.attempt()).record();

    assertThat(record.at()).isEqualTo(world.now);
    assertThat(record.policyHash()).matches("[0-9a-f]{64}");
    assertThat(record.scriptHash()).isEqualTo(world.script.hash());
    assertThat(record.calendarVersion()).contains("CN-2025@").contains("CN-2026@");
    assertThat(record.tzdata()).isEqualTo("2026a");
    assertThat(record.listVersions()).isEqualTo("dnc 1");
    assertThat(record.id().version()).isEqualTo(4);
  }

  @Test
  void everyReasonIsKeptAndTheWorstDecides() {
    world.at("2026-03-18T22:00:00").called("2026-03-18T12:00:00").listed();
    world.subject =
        Found.present(
            new SubjectState(
                java.util.Set.of(SubjectState.Restriction.LEGAL_HOLD), java.util.Set.of()));

    Deny deny = (Deny) gate.decide(world.attempt());

    assertThat(deny.permanent()).isTrue();
    assertThat(deny.primary().code()).isEqualTo(ReasonCode.DNC_INTERNAL);
    assertThat(deny.reasons())
        .extracting(Reason::code)
        .contains(
            ReasonCode.DNC_INTERNAL,
            ReasonCode.SUBJECT_RESTRICTED,
            ReasonCode.OUTSIDE_WINDOW,
            ReasonCode.FREQ_DAY,
            ReasonCode.FREQ_24H);
    assertThat(deny.record().reasons()).isEqualTo(deny.reasons());
  }

  @Test
  void aDeferralLastsUntilTheLatestOfAllInstants() {
    world.at("2026-03-18T22:00:00").called("2026-03-18T12:00:00");

    Defer defer = (Defer) gate.decide(world.attempt());

    assertThat(defer.until()).isEqualTo(World.beijing("2026-03-19T12:00:00"));
    assertThat(defer.primary().code()).as("the lowest rule").isEqualTo(ReasonCode.OUTSIDE_WINDOW);
  }

  @Test
  void whateverThrowsDenies() {
    for (RuntimeException thrown :
        List.of(
            new IllegalStateException("number 19900001234"),
            new NullPointerException(),
            new EnumConstantNotPresentException(Outcome.class, "LATER"))) {
      Gate broken =
          new Gate(failing(thrown), world, RuleBook.standard(), world, new SplittableRandom(1));
      assertEngineError(broken.decide(world.attempt()));
      assertEngineError(broken.decideAt(world.attempt(), world.now));
    }
  }

  @Test
  void aRuleThatThrowsDenies() {
    List<Rule> rules = new ArrayList<>(RuleBook.standard().rules());
    rules.add(
        new Rule() {
          @Override
          public String id() {
            return "R99";
          }

          @Override
          public void judge(Facts facts, Objections objections) {
            throw new ArithmeticException("19900001234");
          }
        });
    Gate broken = new Gate(world, world, new RuleBook(rules), world, new SplittableRandom(1));
    assertEngineError(broken.decide(world.attempt()));
  }

  @Test
  void aReservationThatThrowsRefuses() {
    Permit permit = allowed();
    world.clock = null;
    Deny deny = ((Refused) gate.redeem(permit, "call-1")).deny();
    assertThat(deny.primary().code()).isEqualTo(ReasonCode.ENGINE_ERROR);
    assertThat(world.personCalls).isEmpty();
  }

  @Test
  void aPermitLastsFiveSeconds() {
    Permit permit = allowed();
    world.now = world.now.plus(Permit.LIFETIME);
    cleared(gate.redeem(permit, "call-1"));
  }

  @Test
  void aPermitIsStaleAfterFiveSeconds() {
    Permit permit = allowed();
    world.now = world.now.plus(Permit.LIFETIME).plusMillis(1);
    assertPostponed(gate.redeem(permit, "call-1"), ReasonCode.PERMIT_STALE);
  }

  @Test
  void aPermitIsRedeemedOnce() {
    Permit permit = allowed();
    cleared(gate.redeem(permit, "call-1"));
    assertPostponed(gate.redeem(permit, "call-2"), ReasonCode.PERMIT_STALE);
    assertThat(world.personCalls).hasSize(1);
  }

  @Test
  @Requirement("R34")
  void twoPermitsForOneNumberMakeOneCall() {
    Permit first = allowed();
    Permit second = allowed();
    cleared(gate.redeem(first, "call-1"));
    Defer defer = ((Postponed) gate.redeem(second, "call-2")).defer();
    assertThat(defer.reasons()).extracting(Reason::code).contains(ReasonCode.IN_FLIGHT);
    assertThat(world.personCalls).hasSize(1);
  }

  @Test
  @Requirement({"A-26", "R20", "R35"})
  void aRefusalBetweenDecisionAndReservationWins() {
    Permit permit = allowed();
    world.listed();
    Deny deny = ((Refused) gate.redeem(permit, "call-1")).deny();
    assertThat(deny.primary().code()).isEqualTo(ReasonCode.DNC_INTERNAL);
    assertThat(world.personCalls).isEmpty();
  }

  @Test
  void aPermitIsBoundToWhatWasDecided() {
    Permit permit = allowed();
    world.contact = with(world.contact, "number", PhoneNumber.ofE164("+8619900004321"));
    assertPostponed(gate.redeem(permit, "call-1"), ReasonCode.PERMIT_STALE);

    Permit forOldScript = allowed();
    world.script = with(world.script, "version", 2);
    world.campaign = World.campaign(world.script);
    assertPostponed(gate.redeem(forOldScript, "call-2"), ReasonCode.PERMIT_STALE);

    Permit forOldCaller = allowed();
    world.campaign = with(world.campaign, "callerNumbers", List.of("+861088880002"));
    world.caller = with(world.caller, "e164", "+861088880002");
    assertPostponed(gate.redeem(forOldCaller, "call-3"), ReasonCode.PERMIT_STALE);
    assertThat(world.personCalls).isEmpty();
  }

  @Test
  void aLockThatIsNotHadPostpones() {
    Permit permit = allowed();
    world.lockFree = false;
    assertPostponed(gate.redeem(permit, "call-1"), ReasonCode.RESERVATION_BUSY);
  }

  @Test
  void aClearanceLastsOneSecond() {
    Clearance inTime = cleared(gate.redeem(allowed(), "call-1"));
    world.now = world.now.plus(Clearance.LIFETIME);
    assertThat(inTime.take()).isTrue();
  }

  @Test
  void aClearanceIsNoUseAfterOneSecond() {
    Clearance late = cleared(gate.redeem(allowed(), "call-1"));
    world.now = world.now.plus(Clearance.LIFETIME).plusMillis(1);
    assertThat(late.take()).isFalse();
  }

  @Test
  void aClockSetBackMakesAClearanceUseless() {
    Clearance clearance = cleared(gate.redeem(allowed(), "call-1"));
    world.now = world.now.minusMillis(1);
    assertThat(clearance.take()).isFalse();
  }

  @Test
  void aPlanNeverYieldsAUsablePermit() {
    Allow allow = (Allow) gate.decideAt(world.attempt(), world.now);
    assertPostponed(gate.redeem(allow.permit(), "call-1"), ReasonCode.PERMIT_STALE);
  }

  @Test
  void aPlanIsMadeForItsOwnTime() {
    Defer defer = (Defer) gate.decideAt(world.attempt(), World.beijing("2026-03-18T21:30:00"));
    assertThat(defer.until()).isEqualTo(World.beijing("2026-03-19T09:00:00"));
  }

  @Test
  void aFurtherInviteNeedsANewClearance() {
    Clearance first = cleared(gate.redeem(allowed(), "call-1"));
    assertThat(first.take()).isTrue();
    world.now = world.now.plusSeconds(3);

    Clearance again = cleared(gate.recheck(first));

    assertThat(again.attemptId()).isEqualTo(first.attemptId());
    assertThat(again.take()).isTrue();
    assertThat(world.personCalls).as("no second reservation").hasSize(1);
  }

  @Test
  @Requirement({"R01", "R20", "R28"})
  void beforeAFurtherInviteHoldsRefusalsAndWindowAreReadAgain() {
    Clearance clearance = cleared(gate.redeem(allowed(), "call-1"));

    world.now = World.beijing("2026-03-18T20:59:59");
    assertThat(((Postponed) gate.recheck(clearance)).defer().primary().code())
        .isEqualTo(ReasonCode.OUTSIDE_WINDOW);
    world.now = World.beijing("2026-03-18T10:00:00");
    world.holds = hold();
    assertThat(((Refused) gate.recheck(clearance)).deny().primary().code())
        .isEqualTo(ReasonCode.HOLD_ACTIVE);
    world.holds = Found.present(List.of());
    world.dnc = new DncState.Unavailable("down");
    assertThat(((Refused) gate.recheck(clearance)).deny().primary().code())
        .isEqualTo(ReasonCode.DNC_UNAVAILABLE);
    world.clock = null;
    world.contact = null;
    assertEngineError(((Refused) gate.recheck(clearance)).deny());
  }

  @Test
  @Requirement("R01")
  void theLastLookBeforeBytesLeaveSeesAHold() {
    Clearance clearance = cleared(gate.redeem(allowed(), "call-1"));
    assertThat(gate.holdFree(clearance)).isTrue();
    world.holds = hold();
    assertThat(gate.holdFree(clearance)).isFalse();
    world.holds = Found.unreadable("down");
    assertThat(gate.holdFree(clearance)).isFalse();
    world.holds = null;
    assertThat(gate.holdFree(clearance)).isFalse();
  }

  @Test
  @Requirement({"B-21", "A-21"})
  void nothingTheGateMakesPrintsANumber() {
    Permit permit = allowed();
    Clearance clearance = cleared(gate.redeem(permit, "call-1"));
    assertThat(permit.toString() + clearance + clearance.contact())
        .doesNotContain("19900001234")
        .contains("199****1234");
  }

  private static Found<List<Hold>> hold() {
    return Found.present(
        List.of(
            new Hold(
                new UUID(0, 8),
                Hold.Scope.GLOBAL,
                "",
                "x",
                "y",
                World.beijing("2026-01-01T00:00:00"))));
  }

  private static FactsSource failing(RuntimeException thrown) {
    return new FactsSource() {
      @Override
      public Facts of(Attempt attempt, java.time.Instant now) {
        throw thrown;
      }

      @Override
      public Found<List<Hold>> holds() {
        throw thrown;
      }
    };
  }

  private Permit allowed() {
    return ((Allow) gate.decide(world.attempt())).permit();
  }

  private static Clearance cleared(Redemption redemption) {
    assertThat(redemption).isInstanceOf(Cleared.class);
    return ((Cleared) redemption).clearance();
  }

  private static void assertPostponed(Redemption redemption, ReasonCode code) {
    assertThat(((Postponed) redemption).defer().primary().code()).isEqualTo(code);
  }

  private static void assertEngineError(Decision decision) {
    Deny deny = (Deny) decision;
    assertThat(deny.primary().code()).isEqualTo(ReasonCode.ENGINE_ERROR);
    assertThat(deny.permanent()).isFalse();
    assertThat(deny.primary().detail()).doesNotContain("1990000");
  }
}
