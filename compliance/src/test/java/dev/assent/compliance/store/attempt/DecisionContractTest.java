package dev.assent.compliance.store.attempt;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Decision;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Sealed;
import dev.assent.compliance.numbering.NumberWriting;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.sql.Patience;
import dev.assent.compliance.store.sql.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine contract (requirements 2.1) on a real store. */
@Timeout(120)
class DecisionContractTest {

  @ParameterizedTest
  @EnumSource
  void aReservationIsJournalledWithAllItWasMadeOn(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      Decision.Allow allow = (Decision.Allow) gate.decide(home.attempt());
      Redemption redemption = gate.redeem(allow.permit(), "call-1");

      DecisionRecord kept =
          Json.read(payload(home, EntryType.ATTEMPT_HELD), Payloads.Held.class).decision();
      assertThat(kept).isEqualTo(((Redemption.Cleared) redemption).clearance().decision());
      assertThat(kept.policyHash()).matches("[0-9a-f]{64}");
      assertThat(kept.packs()).matches("cn-own-customer [0-9]+@[0-9a-f]{12}");
      assertThat(kept.calendarVersion()).containsPattern("CN-2026@[0-9a-f]{12}");
      assertThat(kept.tzdata()).isEqualTo("2026a");
      assertThat(kept.listVersions()).isNotEmpty();
      assertThat(kept.scriptHash()).isEqualTo(home.script.hash());
      assertThat(kept.inputsHash()).matches("[0-9a-f]{64}");
      assertThat(kept.toString()).doesNotContain(TestHome.number(0).e164().substring(3));
    }
  }

  /** The filed form and the form on the wire; the callee's under the person's key alone. */
  @ParameterizedTest
  @EnumSource
  void bothFormsOfANumberAreJournalledWithTheAttempt(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      home.trunk =
          Found.present(
              new TrunkState(
                  10,
                  1,
                  Map.of(),
                  Set.of(),
                  new NumberWriting(Map.of("+86", "0")),
                  new NumberWriting(Map.of("+", "00"))));
      Gate gate = home.gate(RuleBook.standard());
      gate.redeem(((Decision.Allow) gate.decide(home.attempt())).permit(), "call-1");

      String operational = payload(home, EntryType.ATTEMPT_HELD);
      Payloads.Held held = Json.read(operational, Payloads.Held.class);
      String national = TestHome.number(0).e164().substring(3);
      assertThat(held.callerWritten()).isEqualTo("00" + held.callerNumber().substring(1));
      assertThat(operational).doesNotContain(national);
      List<Payloads.Called> called = new ArrayList<>();
      home.home
          .journal()
          .forEach(
              placed -> {
                JournalEntry entry = placed.entry();
                if (entry.type() == EntryType.ATTEMPT_HELD) {
                  Sealed sealed = entry.person().orElseThrow();
                  byte[] json =
                      home.home
                          .keys
                          .open(
                              sealed.keyRow(),
                              PersonPayload.cell(entry.id()),
                              sealed.bytes().toByteArray())
                          .orElseThrow();
                  called.add(PersonPayload.read(json, Payloads.Called.class));
                }
              });
      assertThat(called).hasSize(1);
      assertThat(called.getFirst().e164()).isEqualTo("+86" + national);
      assertThat(called.getFirst().written()).isEqualTo("0" + national);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDenialIsJournalledWithAllItWasMadeOnAndAnotherInputGivesAnotherHash(TestDatabase database)
      throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.store().subjects().flag(TestHome.number(0), Flag.LITIGATION, "", "a case", "anna");
      String first = denied(home, gate);
      assertThat(denied(home, gate)).as("the same inputs").isEqualTo(first);
      home.store().subjects().flag(TestHome.number(0), Flag.VULNERABLE, "", "said so", "anna");
      String second = denied(home, gate);
      assertThat(second).isNotEqualTo(first);
      home.policy(DialKeys.CARRIER_BLOCKED, Set.of("+1"));
      home.store().killSwitches().set(Hold.Scope.TRUNK, "other", "a drill", "anna");
      assertThat(denied(home, gate)).isNotEqualTo(second);

      Payloads.Denied kept = Json.read(payload(home, EntryType.DENIED), Payloads.Denied.class);
      assertThat(kept.reasons()).isNotEmpty();
      assertThat(kept.decision()).isNotNull();
      assertThat(kept.decision().packs()).startsWith("cn-own-customer ");
      assertThat(kept.decision().inputsHash()).matches("[0-9a-f]{64}");
    }
  }

  private static String denied(OneCallHome home, Gate gate) {
    Decision.Deny deny = (Decision.Deny) gate.decide(home.attempt());
    home.store().lists().blocked(home.campaign.id(), home.contact(0), deny);
    return deny.record().inputsHash();
  }

  private static String payload(OneCallHome home, EntryType type) {
    AtomicReference<String> last = new AtomicReference<>();
    home.home
        .journal()
        .forEach(
            placed -> {
              if (placed.entry().type() == type) {
                last.set(placed.entry().operational().orElseThrow());
              }
            });
    return last.get();
  }

  /** What a later release wrote is no permission to this one. */
  @ParameterizedTest
  @EnumSource
  void aValueNobodyKnowsDenies(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      Decision.Allow allow = (Decision.Allow) gate.decide(home.attempt());

      change(home, "UPDATE person SET flags = 'LATER'");
      assertEngineError(gate.decide(home.attempt()));
      assertThat(gate.redeem(allow.permit(), "call-1"))
          .isInstanceOfSatisfying(
              Redemption.Refused.class, refused -> assertEngineError(refused.deny()));
      change(home, "UPDATE person SET flags = NULL");

      change(home, "UPDATE contact SET age_band = 'LATER'");
      assertEngineError(gate.decide(home.attempt()));
      change(home, "UPDATE contact SET age_band = 'ADULT'");
      assertThat(gate.decide(home.attempt())).isInstanceOf(Decision.Allow.class);

      change(home, "UPDATE register SET body = '{\"state\":\"LATER\"}' WHERE kind = 'CAMPAIGN'");
      change(home, "UPDATE register_edition SET entry_id = '" + UUID.randomUUID() + "'");
      assertThat(((Decision.Deny) gate.decide(home.attempt())).reasons())
          .extracting(reason -> reason.code())
          .contains(ReasonCode.CAMPAIGN_NOT_APPROVED);
    }
  }

  private static void change(OneCallHome home, String sql) throws SQLException {
    StoreSettings settings = home.home.settings;
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverHasToWaitTooLongForTheFactsIsDenied(TestDatabase database) throws Exception {
    OneCallHome home = new OneCallHome(database);
    AtomicBoolean late = new AtomicBoolean();
    home.home.patience = (work, atMost) -> !late.get() && TestHome.wait(work, atMost);
    try (home) {
      Gate gate = home.fill().gate(RuleBook.standard());
      var attempt = home.attempt();
      late.set(true);
      assertEngineError(gate.decide(attempt));
      late.set(false);
      assertThat(gate.decide(attempt)).isInstanceOf(Decision.Allow.class);
    }
  }

  /** The figure of requirements 2.1, once the first reading of the process is behind it. */
  @ParameterizedTest
  @EnumSource
  void factsThatTakeMoreThanAFifthOfASecondDeny(TestDatabase database) throws Exception {
    OneCallHome home = new OneCallHome(database);
    List<Duration> waits = new ArrayList<>();
    home.home.patience =
        (work, atMost) -> {
          waits.add(atMost);
          return TestHome.wait(work, atMost);
        };
    try (home) {
      Gate gate = home.fill().gate(RuleBook.standard());
      gate.decide(home.attempt());
      waits.clear();
      gate.decide(home.attempt());
      assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofMillis(200));
    }
  }

  /** A database that answers, but late. */
  @Test
  void aTableSomebodyHoldsDeniesUntilItIsFree() throws Exception {
    OneCallHome home = new OneCallHome(TestDatabase.POSTGRES);
    AtomicReference<Patience> patience = new AtomicReference<>(TestHome::wait);
    home.home.patience = (work, atMost) -> patience.get().await(work, atMost);
    try (home) {
      Gate gate = home.fill().gate(RuleBook.standard());
      var attempt = home.attempt();
      assertThat(gate.decide(attempt)).isInstanceOf(Decision.Allow.class);
      patience.set(Patience::real);
      StoreSettings settings = home.home.settings;
      try (Connection other =
              DriverManager.getConnection(settings.url(), settings.user(), settings.password());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE dnc IN ACCESS EXCLUSIVE MODE");
        assertEngineError(gate.decide(attempt));
        other.rollback();
      }
    }
  }

  /**
   * One for each kind of fact (contact, holds with the edition of the registers, merged persons,
   * words of refusal, grants, calls), never one for each rule.
   */
  @ParameterizedTest
  @EnumSource
  @Requirement("R35")
  void aDecisionTakesFewStatements(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      var attempt = home.attempt();
      gate.decide(attempt);
      home.home.tick(Duration.ofSeconds(1));
      long before = home.store().statementsRun();
      gate.decide(attempt);
      assertThat(home.store().statementsRun() - before).isLessThanOrEqualTo(6);
    }
  }

  /** All that is asked before each INVITE is read anew, and nothing else passes for read. */
  @ParameterizedTest
  @EnumSource
  @Requirement("R35")
  void whatIsNotAskedBeforeAnInviteIsNotTakenForRead(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      RuleBook rules = RuleBook.standard();
      Gate gate = home.gate(rules);
      Attempt attempt = home.attempt();
      gate.redeem(((Decision.Allow) gate.decide(attempt)).permit(), "call-1");
      Instant now = home.home.now.get();
      Facts all = home.store().of(attempt, now);
      long before = home.store().statementsRun();
      Facts again = home.store().again(attempt, now);

      assertThat(home.store().statementsRun() - before).isLessThanOrEqualTo(5);
      List<Found<?>> unread =
          List.of(again.history(), again.inFlight(), again.caller(), again.abandoned());
      assertThat(unread).allMatch(Found.Unreadable.class::isInstance);
      Facts same = with(with(all, "history", again.history()), "inFlight", again.inFlight());
      same = with(with(same, "caller", again.caller()), "abandoned", again.abandoned());
      assertThat(again).as("all else is the same").isEqualTo(same);
      assertThat(rules.judgeAgain(again)).isEqualTo(rules.judgeAgain(all)).isEmpty();
      assertThat(rules.judge(again))
          .extracting(Reason::rule)
          .as("each rule that looks at what was not read objects")
          .contains("R07", "R09", "R25", "R30", "R31", "R32", "R34");
    }
  }

  private static void assertEngineError(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Deny.class);
    assertThat(((Decision.Deny) decision).primary().code()).isEqualTo(ReasonCode.ENGINE_ERROR);
  }
}
