package dev.assent.compliance.store.attempt;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.World;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls to numbers of our own staff: who may be rung, by which rules, and what a 9 does. */
@Timeout(120)
class TestNumbersTest {
  /** A Sunday night: no customer may be called. */
  private static final Instant NIGHT = World.beijing("2025-06-01T23:30:00");

  private static final PhoneNumber STAFF = TestHome.number(70);

  /** What is in order until a test says otherwise. */
  private static final class Standing implements FactsContext {
    private ClockState clock = new ClockState(true, Duration.ZERO, "", "2026a");
    private final Map<String, String> prompts = new HashMap<>();

    Standing() {
      for (String id :
          List.of("identity", "test_call", "press_one", "press_zero", "press_nine", "thanks")) {
        prompts.put("zh-CN/" + id, World.SHA256);
      }
    }

    @Override
    public ClockState clock() {
      return clock;
    }

    @Override
    public RecorderState recorder() {
      return new RecorderState.NotReady("nothing is recorded");
    }

    @Override
    public Map<String, String> promptHashes() {
      return prompts;
    }

    @Override
    public Found<Policy> policy(List<String> packs) {
      return World.BOOK.policy(packs);
    }

    @Override
    public Calendars calendars() {
      return new Calendars(List.of());
    }

    @Override
    public Found<TrunkState> trunk(String name) {
      return Found.absent();
    }

    @Override
    public Found<IvrCapacity> capacity() {
      return Found.absent();
    }

    @Override
    public Found<Places> places(String trunk) {
      return Found.absent();
    }
  }

  private final Standing standing = new Standing();

  private TestHome home(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.context = standing;
    home.now.set(NIGHT);
    home.open();
    home.store().registers().putCallerNumber(World.caller(), "anna");
    return home;
  }

  private Gate gate(TestHome home) {
    return new Gate(
        home.store(), home.store(), RuleBook.standard(), home.now::get, new SplittableRandom(17));
  }

  private static UUID add(TestHome home, PhoneNumber number) throws NotAllowed {
    return home.store()
        .testNumbers()
        .add(
            new TestNumbers.Declared(
                number, "Zhang San", "zh-CN", List.of("cn-callcentre"), "ab".repeat(32)),
            TestHome.BOB,
            new byte[] {1});
  }

  private static List<Reason> reasons(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.reasons();
      case Decision.Defer defer -> defer.reasons();
    };
  }

  private static OptOut word(TestHome home, Manner manner) {
    return new OptOut(manner, home.now.get(), null, null, null);
  }

  private static Clearance cleared(Gate gate, UUID number) {
    Attempt attempt = Attempt.ofTest(number, World.TRUNK);
    if (gate.decide(attempt) instanceof Decision.Allow(var permit, _)
        && gate.redeem(permit, "call@" + number) instanceof Redemption.Cleared(var clearance)) {
      return clearance;
    }
    throw new AssertionError(gate.decide(attempt).toString());
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R20", "R34", "R40"})
  void aNineInATestStopsEveryoneButTheNextTest(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      Gate gate = gate(home);
      UUID number = add(home, STAFF);
      Clearance clearance = cleared(gate, number);
      assertThat(clearance.kind()).isEqualTo(Clearance.Kind.TEST);
      assertThat(clearance.number()).isEqualTo(STAFF);
      assertThat(reasons(gate.decide(Attempt.ofTest(number, World.TRUNK))))
          .as("one call at a time")
          .extracting(Reason::code)
          .containsExactly(ReasonCode.IN_FLIGHT);

      home.store().refusals().optOut(clearance.attemptId(), word(home, Manner.TEST));
      home.store().attempts().ended(clearance.attemptId(), Outcome.OPTED_OUT, Map.of());
      assertThat(home.store().refusals().why(STAFF))
          .extracting(why -> why.entry().manner())
          .containsExactly(Manner.TEST);
      home.store().attempts().ended(cleared(gate, number).attemptId(), Outcome.HUNG_UP, Map.of());
      assertThat(home.store().testNumbers().calls(World.TRUNK, NIGHT))
          .extracting(TestNumbers.Call::outcome)
          .as("both of one instant: the clock stands still")
          .containsExactlyInAnyOrder(Outcome.OPTED_OUT, Outcome.HUNG_UP);

      home.store().refusals().add(STAFF, word(home, Manner.WEB), "anna");
      assertThat(reasons(gate.decide(Attempt.ofTest(number, World.TRUNK))))
          .as("their own word")
          .extracting(Reason::code)
          .containsExactly(ReasonCode.DNC_INTERNAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R20")
  void aNineInATestStopsACampaign(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(1);
    home.context = standing;
    home.store().refusals().add(TestHome.number(0), word(home, Manner.TEST), "engine");
    assertThat(home.facts(home.contact(0)).dnc()).isInstanceOf(DncState.Listed.class);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R01", "R02", "R05", "R07", "R11"})
  void eachRuleOfATestCallDenies(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      Gate gate = gate(home);
      Attempt attempt = Attempt.ofTest(add(home, STAFF), World.TRUNK);
      assertThat(reasons(gate.decide(attempt))).as("in order, on a Sunday night").isEmpty();

      standing.clock = new ClockState(false, Duration.ZERO, "not synchronised", "2026a");
      assertDenied(gate, attempt, "R02", ReasonCode.CLOCK_UNTRUSTED);
      standing.clock = new ClockState(true, Duration.ZERO, "", "2026a");

      standing.prompts.remove("zh-CN/press_nine");
      assertDenied(gate, attempt, "R05", ReasonCode.PROMPT_HASH_MISMATCH);
      standing.prompts.put("zh-CN/press_nine", World.SHA256);

      assertDenied(
          gate, Attempt.ofTest(attempt.contactId(), "other"), "R07", ReasonCode.CLI_NOT_FILED);
      home.store()
          .registers()
          .putCallerNumber(with(World.caller(), "validTo", LocalDate.of(2025, 5, 1)), "anna");
      assertDenied(gate, attempt, "R07", ReasonCode.CLI_NOT_FILED);
      home.store().registers().putCallerNumber(World.caller(), "anna");

      Attempt emergency = Attempt.ofTest(add(home, PhoneNumber.ofE164("+86110")), World.TRUNK);
      assertThat(reasons(gate.decide(emergency))).extracting(Reason::rule).contains("R11");

      home.store().killSwitches().set(Hold.Scope.GLOBAL, "", "complaint", "anna");
      assertDenied(gate, attempt, "R01", ReasonCode.HOLD_ACTIVE);
    }
  }

  private static void assertDenied(Gate gate, Attempt attempt, String rule, ReasonCode code) {
    assertThat(reasons(gate.decide(attempt)))
        .as(rule)
        .anySatisfy(
            reason -> {
              assertThat(reason.rule()).isEqualTo(rule);
              assertThat(reason.code()).isEqualTo(code);
            });
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R20")
  void whatIsSaidBetweenReservationAndInviteIsLookedAtAgain(TestDatabase database)
      throws Exception {
    try (TestHome home = home(database)) {
      Gate gate = gate(home);
      Clearance clearance = cleared(gate, add(home, STAFF));
      assertThat(gate.recheck(clearance)).isInstanceOf(Redemption.Cleared.class);
      home.store().refusals().add(STAFF, word(home, Manner.MAIL), "anna");
      assertThat(gate.recheck(clearance)).isInstanceOf(Redemption.Refused.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiveAtMostEachSignedFor(TestDatabase database) throws Exception {
    TestHome home = home(database);
    TestNumbers register = home.store().testNumbers();
    assertThatThrownBy(
            () ->
                register.add(
                    new TestNumbers.Declared(STAFF, "Zhang San", "zh-CN", List.of(), "ab"),
                    TestHome.BOB,
                    new byte[] {2}))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("signature");
    for (int i = 0; i < TestCall.NUMBERS; i++) {
      add(home, TestHome.number(70 + i));
    }
    assertThatThrownBy(() -> add(home, STAFF)).hasMessageContaining("already");
    assertThatThrownBy(() -> add(home, TestHome.number(99))).hasMessageContaining("the most");
    UUID gone = register.of(STAFF).orElseThrow();
    register.remove(gone, "bob");
    assertThat(reasons(gate(home).decide(Attempt.ofTest(gone, World.TRUNK))))
        .as("no more")
        .isNotEmpty();
    add(home, TestHome.number(99));
    assertThat(register.inForce())
        .hasSize(TestCall.NUMBERS)
        .allSatisfy(
            shown -> {
              assertThat(shown.number()).contains("*");
              assertThat(shown.holder()).doesNotContain("San");
            });
    home.close();

    home.settings = database.fresh();
    home.open();
    assertThat(home.store().testNumbers().inForce())
        .as("after the database was lost")
        .hasSize(TestCall.NUMBERS);
    assertThat(home.store().testNumbers().of(STAFF)).isEmpty();
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void noContactIsRungForATest(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      home.register(1);
      UUID contact = home.contact(0);
      Gate gate = gate(home);
      assertThat(reasons(gate.decide(Attempt.ofTest(contact, World.TRUNK)))).isNotEmpty();
      assertThat(gate.decide(TestCall.CAMPAIGN, World.TRUNK, List.of(contact)))
          .allSatisfy(decision -> assertThat(decision).isInstanceOf(Decision.Deny.class));
    }
  }
}
