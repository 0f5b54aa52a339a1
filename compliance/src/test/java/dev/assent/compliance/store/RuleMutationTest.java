package dev.assent.compliance.store;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Places;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.policy.SectorKeys;
import dev.assent.compliance.policy.TimeKeys;
import dev.assent.compliance.policy.Window;
import dev.assent.compliance.rules.Objections;
import dev.assent.compliance.rules.Rule;
import dev.assent.compliance.rules.RuleBook;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * For each rule a home with a real store in which only it forbids the call: the gate forbids it
 * with the rule's code, at the decision and again at the redemption; with that rule always
 * allowing, the call is allowed and cleared. Whoever adds a rule to the book adds its case here.
 */
@Timeout(300)
class RuleMutationTest {

  interface Change {
    void on(OneCallHome home) throws Exception;
  }

  /**
   * @param code what the gate says
   * @param before the store is filled
   * @param after it is
   * @param shadow a rule that says the same of the same fact, and allows with it; or none
   */
  private record Case(
      String rule, ReasonCode code, Change before, Change after, Optional<String> shadow) {}

  private static final Change NOTHING = _ -> {};

  private static Case after(String rule, ReasonCode code, Change change) {
    return new Case(rule, code, NOTHING, change, Optional.empty());
  }

  private static Case before(String rule, ReasonCode code, Change change) {
    return new Case(rule, code, change, NOTHING, Optional.empty());
  }

  private static final List<Case> CASES =
      List.of(
          after(
              "R01",
              ReasonCode.HOLD_ACTIVE,
              h -> h.store().killSwitches().set(Hold.Scope.GLOBAL, "", "drill", "anna")),
          after(
              "R02",
              ReasonCode.CLOCK_UNTRUSTED,
              h -> h.clock = new ClockState(false, Duration.ZERO, "unsynchronised", "2026a")),
          after(
              "R03",
              ReasonCode.PURPOSE_FORBIDDEN,
              h -> h.policy(DialKeys.PURPOSES, Set.of(Purpose.SERVICE))),
          after(
              "R04",
              ReasonCode.CAMPAIGN_NOT_APPROVED,
              h ->
                  h.store()
                      .registers()
                      .setCampaignState(
                          h.campaign.id(), dev.assent.compliance.Campaign.State.PAUSED, "anna")),
          after(
              "R05",
              ReasonCode.PROMPT_HASH_MISMATCH,
              h -> h.prompts.put("identity", "cd".repeat(32))),
          after(
              "R06",
              ReasonCode.LICENCE_MISSING,
              h -> h.policy(SectorKeys.LICENCES, Set.of("finance"))),
          after(
              "R07",
              ReasonCode.CLI_SERIES_WRONG,
              h -> h.policy(DialKeys.CALLER_SERIES, Set.of("+8695"))),
          after(
              "R08",
              ReasonCode.RECORDER_UNAVAILABLE,
              h -> h.recorder = new RecorderState.NotReady("no disk")),
          after(
              "R09",
              ReasonCode.ABANDON_LIMIT,
              h -> {
                h.called(1, Outcome.FAILED, Map.of("rang", "true", "connectMs", "-1"));
                h.reserve(h.campaign.id(), 2);
              }),
          after(
              "R10",
              ReasonCode.NO_AGENT,
              h -> h.capacity = Found.present(new IvrCapacity(10, 1, 10, 11))),
          before(
              "R11",
              ReasonCode.NUMBER_PROHIBITED,
              h -> h.row(0, "number", PhoneNumber.ofE164("+8613490001234"))),
          before(
              "R12",
              ReasonCode.JURISDICTION_UNKNOWN,
              h -> h.row(0, "number", PhoneNumber.ofE164("+85221111234"))),
          after("R13", ReasonCode.STATUS_STALE, h -> h.policy(DataKeys.DNC_REASSIGNED, true)),
          after(
              "R14",
              ReasonCode.PROTECTED_LINE,
              h -> h.policy(DataKeys.DNC_PROTECTED_LISTS, Map.of("hospitals", 30))),
          after(
              "R15",
              ReasonCode.SUBJECT_RESTRICTED,
              h ->
                  h.store()
                      .subjects()
                      .restrict(
                          TestHome.number(0),
                          Restriction.DELETION_REQUESTED,
                          "R-1",
                          "a letter",
                          "anna")),
          after(
              "R16",
              ReasonCode.MINOR,
              h -> h.store().subjects().flag(TestHome.number(0), Flag.MINOR, "", "heard", "anna")),
          after(
              "R17",
              ReasonCode.VULNERABLE_OR_DISPUTE,
              h ->
                  h.store()
                      .subjects()
                      .flag(TestHome.number(0), Flag.LITIGATION, "C-1", "a case", "anna")),
          after(
              "R18",
              ReasonCode.SOURCE_BANNED,
              h -> h.store().registers().revokeSource(h.source.id(), "anna")),
          new Case(
              "R19",
              ReasonCode.RETENTION_EXPIRED,
              h -> h.row(0, "expiresAt", TestHome.START.plusSeconds(60)),
              h -> h.home.tick(Duration.ofSeconds(60)),
              Optional.empty()),
          after(
              "R20",
              ReasonCode.DNC_INTERNAL,
              h -> {
                // A refusal withdraws every consent too: without this the call would lack one.
                h.policy(ConsentKeys.REQUIRED, false);
                h.store()
                    .refusals()
                    .add(
                        TestHome.number(0),
                        TestHome.optOut(h.home.now.get()),
                        DncReach.EVERY_CALL,
                        "anna");
              }),
          after(
              "R21",
              ReasonCode.DNC_LIST_STALE,
              h -> h.policy(DataKeys.DNC_EXTERNAL_LISTS, Map.of("national", 31))),
          new Case(
              "R22",
              ReasonCode.CONSENT_EXPIRED,
              h -> grant(h, "expiresAt", TestHome.START),
              NOTHING,
              Optional.of("R23")),
          before(
              "R23",
              ReasonCode.PURPOSE_MISMATCH,
              h -> grant(h, "purposes", Set.of(Purpose.SERVICE))),
          before(
              "R24",
              ReasonCode.SEPARATE_CONSENT_MISSING,
              h -> h.campaign = with(h.campaign, "sensitive", true)),
          after(
              "R25",
              ReasonCode.COOL_OFF,
              h -> {
                h.called(0, Outcome.HUNG_UP, Map.of("rang", "true"));
                h.home.tick(Duration.ofDays(44));
              }),
          after(
              "R26",
              ReasonCode.RESIDENCY_VIOLATION,
              h -> {
                h.places = Found.present(new Places("CN", "CN", "US"));
                h.policy(ConsentKeys.SEPARATE, Set.of());
              }),
          after(
              "R27", ReasonCode.HOLIDAY, h -> h.home.now.set(World.beijing("2026-05-01T12:00:00"))),
          after("R28", ReasonCode.OUTSIDE_WINDOW, h -> h.home.tick(Duration.ofHours(10))),
          after(
              "R29",
              ReasonCode.QUIET_BREAK,
              h ->
                  h.policy(
                      TimeKeys.QUIET_BREAKS,
                      Map.of(
                          DayOfWeek.MONDAY,
                          List.of(new Window(LocalTime.of(11, 30), LocalTime.of(13, 30)))))),
          after(
              "R29",
              ReasonCode.CALLEE_PREFERENCE,
              h ->
                  h.store()
                      .subjects()
                      .prefer(
                          TestHome.number(0),
                          QuietTimes.parse("mon"),
                          "",
                          "by telephone",
                          TestHome.ANNA)),
          before(
              "R29",
              ReasonCode.CALLEE_PREFERENCE,
              h -> h.row(0, "quiet", QuietTimes.parse("mon 11:00-13:00"))),
          after(
              "R30",
              ReasonCode.RETRY_GAP,
              h -> {
                h.called(0, Outcome.BUSY, Map.of());
                h.home.tick(Duration.ofMinutes(119));
              }),
          after(
              "R31",
              ReasonCode.FREQ_DAY,
              h -> {
                h.called(0, Outcome.NO_ANSWER, Map.of("rang", "true"));
                h.home.tick(Duration.ofHours(3));
              }),
          after(
              "R32",
              ReasonCode.TRUNK_LIMIT,
              h -> h.policy(DialKeys.CARRIER_BLOCKED, Set.of("+86199"))),
          after(
              "R33",
              ReasonCode.CAPACITY,
              h -> h.capacity = Found.present(new IvrCapacity(10, 11, 10, 1))),
          after(
              "R34",
              ReasonCode.IN_FLIGHT,
              h -> {
                h.policy(DialKeys.CAPS, Set.of());
                h.reserve(OneCallHome.OTHER_CAMPAIGN, 0);
              }));

  private static void grant(OneCallHome home, String component, Object value) {
    GivenGrant given = home.rows.getFirst().grants().getFirst();
    home.row(0, "grants", List.of(with(given, component, value)));
  }

  @Test
  void inTheHomeAsFilledTheCallIsClearedByEveryRule() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      assertThat(gate.decide(home.attempt())).isInstanceOf(Decision.Allow.class);
      assertThat(gate.redeem(permit(gate, home), "call-1")).isInstanceOf(Redemption.Cleared.class);
    }
  }

  @Test
  void everyRuleOfTheBookHasItsCase() {
    assertThat(RuleBook.standard().rules())
        .extracting(Rule::id)
        .containsExactlyElementsOf(CASES.stream().map(Case::rule).distinct().toList());
  }

  @TestFactory
  @Requirement({
    "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13",
    "R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24", "R25", "R26",
    "R27", "R28", "R29", "R30", "R31", "R32", "R33", "R34"
  })
  Stream<DynamicTest> withoutItsRuleTheCallIsCleared() {
    return CASES.stream()
        .map(each -> dynamicTest(each.rule() + " " + each.code(), () -> judge(each)));
  }

  private static void judge(Case each) throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2)) {
      each.before().on(home);
      home.fill();
      each.after().on(home);
      Gate whole = home.gate(RuleBook.standard());
      Gate mutated = home.gate(without(each.rule(), each.shadow()));

      assertThat(codes(whole.decide(home.attempt())))
          .as("with %s", each.rule())
          .contains(each.code())
          .allMatch(
              code ->
                  code.rule().equals(each.rule())
                      || each.shadow().filter(code.rule()::equals).isPresent());
      assertThat(codes(home.gate(without(each.rule(), Optional.empty())).decide(home.attempt())))
          .as("without %s", each.rule())
          .noneMatch(code -> code.rule().equals(each.rule()));

      assertThat(codes(whole.redeem(permit(mutated, home), "call-1")))
          .as("redeemed with %s", each.rule())
          .contains(each.code());
      assertThat(mutated.redeem(permit(mutated, home), "call-2"))
          .as("redeemed without %s", each.rule())
          .isInstanceOf(Redemption.Cleared.class);
    }
  }

  /** R35 is no rule of the book: what it adds is that it looks again, under the locks. */
  @Test
  @Requirement("R35")
  void withoutASecondLookARefusalInBetweenWouldBeMissed() throws Exception {
    try (OneCallHome home = new OneCallHome(TestDatabase.H2).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      Permit permit = permit(gate, home);
      Permit permitForTheMutant = permit(gate, home);
      Facts earlier = home.store().of(home.attempt(), home.home.now.get());
      home.store()
          .refusals()
          .add(
              TestHome.number(0),
              TestHome.optOut(home.home.now.get()),
              DncReach.EVERY_CALL,
              "anna");

      assertThat(codes(gate.redeem(permit, "call-1"))).contains(ReasonCode.DNC_INTERNAL);

      Gate mutant =
          new Gate(
              home.store(),
              withFacts(home.store(), earlier),
              RuleBook.standard(),
              home.home.now::get,
              new java.util.SplittableRandom(1));
      assertThat(mutant.redeem(permitForTheMutant, "call-2"))
          .isInstanceOf(Redemption.Cleared.class);
    }
  }

  private static Reservations withFacts(Reservations real, Facts earlier) {
    return new Reservations() {
      @Override
      public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
        return real.underLock(permit, locked -> work.apply(replaced(locked, earlier)));
      }
    };
  }

  private static Reservations.LockedFacts replaced(Reservations.LockedFacts locked, Facts earlier) {
    return new Reservations.LockedFacts() {
      @Override
      public Facts facts() {
        return earlier;
      }

      @Override
      public Reservations.Reserved reserve(
          dev.assent.compliance.DecisionRecord decision, String sipCallId) {
        return locked.reserve(decision, sipCallId);
      }
    };
  }

  private static Permit permit(Gate gate, OneCallHome home) {
    Decision decision = gate.decide(home.attempt());
    assertThat(decision).isInstanceOf(Decision.Allow.class);
    return ((Decision.Allow) decision).permit();
  }

  private static List<ReasonCode> codes(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Defer defer -> defer.reasons().stream().map(Reason::code).toList();
      case Decision.Deny deny -> deny.reasons().stream().map(Reason::code).toList();
    };
  }

  private static List<ReasonCode> codes(Redemption redemption) {
    return switch (redemption) {
      case Redemption.Cleared _ -> List.of();
      case Redemption.Refused(var deny) -> codes(deny);
      case Redemption.Postponed(var defer) -> codes(defer);
    };
  }

  private static RuleBook without(String replaced, Optional<String> shadow) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : RuleBook.standard().rules()) {
      boolean out = rule.id().equals(replaced) || shadow.filter(rule.id()::equals).isPresent();
      rules.add(out ? alwaysAllow(rule.id()) : rule);
    }
    return new RuleBook(rules);
  }

  private static Rule alwaysAllow(String id) {
    return new Rule() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void judge(Facts facts, Objections objections) {}
    };
  }
}
