package dev.assent.compliance.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.reconcile.CdrDocument;
import dev.assent.compliance.reconcile.CdrMatching;
import dev.assent.compliance.reconcile.CdrRecord;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call of unknown end keeps its person from being called until the carrier and two people say.
 */
@Timeout(60)
@Requirement({"R30", "R45"})
class ReconciliationsTest {
  private static final byte[] SIGNED = {1};

  private final List<CdrRecord> lines = new ArrayList<>();

  private void line(String callId, int person, Instant start, Outcome outcome) {
    @Nullable Instant answer = outcome == Outcome.ANSWERED_UNHEARD ? start.plusSeconds(9) : null;
    lines.add(
        new CdrRecord(
            lines.size() + 2, callId, TestHome.number(person), start, answer, null, outcome, ""));
  }

  private CdrDocument document(CdrDocument.@Nullable Period covers) {
    return new CdrDocument(
        "d".repeat(64), "e".repeat(64), Duration.ofMinutes(2), true, covers, lines, 0);
  }

  private Reconciliations.Reconciliation proposed(OneCallHome home) throws NotAllowed {
    return proposed(home, null);
  }

  private Reconciliations.Reconciliation proposed(
      OneCallHome home, CdrDocument.@Nullable Period covers) throws NotAllowed {
    Reconciliations reconciliations = home.store().reconciliations();
    CdrDocument document = document(covers);
    UUID campaign = home.campaign.id();
    CdrMatching.Result found = reconciliations.match(campaign, World.TRUNK, document);
    return reconciliations.propose(campaign, World.TRUNK, document, found, "anna");
  }

  private static List<Reconciliations.Unknown> unknowns(OneCallHome home) {
    return home.store().reconciliations().unknowns(home.campaign.id());
  }

  private static List<ReasonCode> codes(OneCallHome home, Gate gate) {
    return switch (gate.decide(home.attempt())) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.reasons().stream().map(reason -> reason.code()).toList();
      case Decision.Defer defer -> defer.reasons().stream().map(reason -> reason.code()).toList();
    };
  }

  @ParameterizedTest
  @EnumSource
  void theCarrierNeverHadItSoThePersonMayBeCalled(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      Instant at = home.home.now.get();
      home.called(1, Outcome.NO_ANSWER, Map.of("rang", "true"));
      String known = callId(home);
      home.called(0, Outcome.UNKNOWN, Map.of("cause", "the engine stopped"));
      assertThat(unknowns(home))
          .singleElement()
          .satisfies(
              unknown -> {
                assertThat(unknown.number()).contains("*").doesNotContain("19900000000");
                assertThat(unknown.why()).isEqualTo("the engine stopped");
                assertThat(unknown.proposed()).isNull();
              });
      home.home.tick(Duration.ofHours(3));
      assertThat(codes(home, gate))
          .contains(ReasonCode.ATTEMPTS_EXHAUSTED)
          .anyMatch(code -> code.name().startsWith("FREQ"));

      line(known, 1, at, Outcome.NO_ANSWER);
      Reconciliations.Reconciliation waiting =
          proposed(
              home,
              new CdrDocument.Period(at.minus(Duration.ofHours(1)), at.plus(Duration.ofHours(1))));
      assertThat(unknowns(home).getFirst().reconciliation()).isEqualTo(waiting.id());
      assertThat(codes(home, gate)).as("proposed only").contains(ReasonCode.ATTEMPTS_EXHAUSTED);
      home.store().reconciliations().release(waiting.id(), TestHome.BOB, SIGNED);
      assertThat(unknowns(home)).isEmpty();
      assertThat(codes(home, gate)).as("never placed: no cap counts it").isEmpty();
      assertThat(home.store().lists().due(home.campaign.id(), home.home.now.get(), 10))
          .contains(home.contact(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatMayHaveRungCountsForTheCapsAndNothingElse(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.called(0, Outcome.UNKNOWN, Map.of());
      line(unknowns(home).getFirst().callId(), 0, home.home.now.get(), Outcome.NO_ANSWER);
      home.home.tick(Duration.ofHours(3));
      home.store().reconciliations().release(proposed(home).id(), TestHome.BOB, SIGNED);
      assertThat(codes(home, gate))
          .isNotEmpty()
          .doesNotContain(ReasonCode.ATTEMPTS_EXHAUSTED)
          .anyMatch(code -> code.name().startsWith("FREQ"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAnsweredIsNotCalledAgainInThisCampaign(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Gate gate = home.gate(RuleBook.standard());
      home.called(0, Outcome.UNKNOWN, Map.of());
      line("", 0, home.home.now.get().plusSeconds(2), Outcome.ANSWERED_UNHEARD);
      home.store().reconciliations().release(proposed(home).id(), TestHome.BOB, SIGNED);
      home.home.tick(Duration.ofDays(63));
      assertThat(codes(home, gate)).contains(ReasonCode.ATTEMPTS_EXHAUSTED);
      assertThat(home.store().figures().report(home.campaign.id()).outcomes())
          .containsEntry(Outcome.ANSWERED_UNHEARD, 1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOfTheNetworkIsKeptBeforeAnythingElse(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      home.called(0, Outcome.UNKNOWN, Map.of());
      line("", 0, home.home.now.get(), Outcome.UNWANTED);
      home.store().reconciliations().release(proposed(home).id(), TestHome.BOB, SIGNED);
      assertThat(codes(home, home.gate(RuleBook.standard()))).contains(ReasonCode.DNC_INTERNAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyASecondPersonsSignatureReleases(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Reconciliations reconciliations = home.store().reconciliations();
      home.called(0, Outcome.UNKNOWN, Map.of());
      line("", 0, home.home.now.get(), Outcome.BUSY);
      CdrDocument document = document(null);
      CdrMatching.Result found = reconciliations.match(home.campaign.id(), World.TRUNK, document);
      UUID own =
          reconciliations.propose(home.campaign.id(), World.TRUNK, document, found, "bob").id();
      assertThatThrownBy(() -> reconciliations.release(own, TestHome.BOB, SIGNED))
          .hasMessageContaining("another user");
      assertThatThrownBy(() -> reconciliations.release(own, TestHome.ANNA, SIGNED))
          .isInstanceOf(NotAllowed.class);
      reconciliations.drop(own, "anna");
      assertThatThrownBy(() -> reconciliations.drop(own, "anna")).isInstanceOf(NotAllowed.class);
      UUID first = proposed(home).id();
      UUID second = proposed(home).id();
      assertThatThrownBy(() -> reconciliations.release(first, TestHome.BOB, new byte[] {0}))
          .hasMessageContaining("signature");
      assertThat(unknowns(home)).hasSize(1);
      reconciliations.release(first, TestHome.BOB, SIGNED);
      assertThatThrownBy(() -> reconciliations.release(second, TestHome.BOB, SIGNED))
          .hasMessageContaining("meanwhile");
      assertThatThrownBy(() -> reconciliations.release(first, TestHome.BOB, SIGNED))
          .hasMessageContaining("waits");
      assertThatThrownBy(() -> proposed(home)).hasMessageContaining("none");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRebuiltHomeKnowsTheSame(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      home.called(0, Outcome.UNKNOWN, Map.of());
      home.called(1, Outcome.UNKNOWN, Map.of());
      line("", 0, home.home.now.get(), Outcome.BUSY);
      home.store().reconciliations().release(proposed(home).id(), TestHome.BOB, SIGNED);
      lines.clear();
      home.home.tick(Duration.ofSeconds(5));
      line("", 1, home.home.now.get(), Outcome.NO_ANSWER);
      UUID waiting = proposed(home).id();
      List<Reconciliations.Unknown> before = unknowns(home);
      assertThat(before).hasSize(1);

      home.home.kill();
      home.home.settings = database.fresh();
      home.home.open();
      assertThat(unknowns(home)).isEqualTo(before);
      assertThat(before.getFirst().reconciliation()).isEqualTo(waiting);
      assertThat(home.store().reconciliations().of(home.campaign.id()))
          .extracting(Reconciliations.Reconciliation::state)
          .containsExactly("RELEASED", "OPEN");
      home.store().reconciliations().release(waiting, TestHome.BOB, SIGNED);
      List<EntryType> told = new ArrayList<>();
      home.home.journal().forEach(placed -> told.add(placed.entry().type()));
      assertThat(told).filteredOn(type -> type == EntryType.ATTEMPT_RECONCILED).hasSize(2);
    }
  }

  private static String callId(OneCallHome home) {
    List<String> found = new ArrayList<>();
    home.home
        .journal()
        .forEach(
            placed -> {
              if (placed.entry().type() == EntryType.ATTEMPT_HELD) {
                found.add(
                    Json.read(placed.entry().operational().orElseThrow(), Payloads.Held.class)
                        .sipCallId());
              }
            });
    return found.getLast();
  }
}
