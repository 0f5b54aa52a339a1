package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.suppression.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StoreTest {
  private static final byte[] SIGNED = {1};

  @ParameterizedTest
  @EnumSource
  void anImportedContactHasItsFacts(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(3);
      Facts facts = home.facts(home.contact(1));
      assertThat(facts.contact().number()).isEqualTo(TestHome.number(1));
      assertThat(facts.contact().language()).isEqualTo("zh-CN");
      assertThat(facts.campaign()).isInstanceOf(Found.Present.class);
      assertThat(facts.caller()).isEqualTo(Found.present(TestHome.callerNumber()));
      assertThat(facts.source()).isEqualTo(Found.present(TestHome.sourceProof()));
      assertThat(facts.script()).isEqualTo(Found.absent());
      assertThat(facts.dnc()).isEqualTo(new DncState.NotListed());
      assertThat(facts.inFlight()).isEqualTo(Found.present(false));
      assertThat(grants(facts)).singleElement().matches(g -> g.scope() == GrantScope.CALL);
    }
  }

  private static List<Grant> grants(Facts facts) {
    return facts.grants() instanceof Found.Present(var grants) ? grants : List.of();
  }

  @ParameterizedTest
  @EnumSource
  void aListCountsAsAWholeOrNotAtAll(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      UUID kept = home.contact(0);
      ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna");
      batch.add(TestHome.row(0));
      batch.add(TestHome.row(7));
      assertThatThrownBy(() -> batch.add(TestHome.row(7)))
          .isInstanceOf(RowRejected.class)
          .hasMessage("line 7: DUPLICATE");
      assertThat(contacts(store)).hasSize(2);
      batch.close();
      assertThat(contacts(store)).hasSize(2).contains(kept);

      home.importContacts(3);
      assertThat(contacts(store)).hasSize(3).contains(kept);
      assertThat(store.imports().batches()).singleElement().matches(b -> b.rows() == 3);
      assertThatThrownBy(() -> store.imports().begin(new UUID(9, 9), TestHome.FILE, "anna"))
          .isInstanceOf(NotAllowed.class);
    }
  }

  private static List<UUID> contacts(Store store) {
    List<UUID> all = new ArrayList<>();
    store.lists().forEachContact(TestHome.CAMPAIGN, all::add);
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void aReservationIsInFlightUntilItEnds(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      UUID contact = home.contact(0);
      Reserved reserved = home.redeem(contact);
      assertThat(home.facts(contact).inFlight()).isEqualTo(Found.present(true));
      store.attempts().inviteAgain(reserved.attemptId(), "401");
      store
          .attempts()
          .ended(
              reserved.attemptId(),
              Outcome.NO_ANSWER,
              Map.of("sip", "487", "rangAt", "2026-03-02T03:00:01.5Z"));
      store.attempts().ended(reserved.attemptId(), Outcome.AGREED, Map.of());
      Facts facts = home.facts(contact);
      assertThat(facts.inFlight()).isEqualTo(Found.present(false));
      assertThat(facts.history() instanceof Found.Present(var h) ? h.person() : List.of())
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.outcome()).isEqualTo(Outcome.NO_ANSWER);
                assertThat(call.counts()).isTrue();
                assertThat(call.rang()).isTrue();
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRejectionBeforeRingingDoesNotCount(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      UUID contact = home.contact(0);
      store.attempts().ended(home.redeem(contact).attemptId(), Outcome.BUSY, Map.of());
      store.attempts().ended(home.redeem(contact).attemptId(), Outcome.NOT_SENT, Map.of());
      store
          .attempts()
          .ended(home.redeem(contact).attemptId(), Outcome.FAILED, Map.of("rang", "true"));
      store.attempts().ended(home.redeem(contact).attemptId(), Outcome.UNKNOWN, Map.of());
      assertThat(
              home.facts(contact).history() instanceof Found.Present(var h)
                  ? h.number().stream().filter(call -> call.counts()).map(c -> c.outcome())
                  : null)
          .containsExactlyInAnyOrder(Outcome.FAILED, Outcome.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOptOutListsWithdrawsAndCancels(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      UUID contact = home.contact(0);
      UUID person = home.facts(contact).contact().personId();
      List<Set<UUID>> told = new ArrayList<>();
      store.refusals().onRefusal(told::add);
      Reserved reserved = home.redeem(contact);
      Refused first =
          store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
      Refused second =
          store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
      assertThat(first).isInstanceOf(Refused.Durable.class);
      assertThat(second).isInstanceOf(Refused.Durable.class);
      assertThat(told).containsExactly(Set.of(person), Set.of(person));
      store.attempts().ended(reserved.attemptId(), Outcome.OPTED_OUT, Map.of());

      Facts facts = home.facts(contact);
      assertThat(facts.dnc()).isInstanceOf(DncState.Listed.class);
      assertThat(grants(facts)).allMatch(grant -> grant.withdrawnAt() != null);
      assertThat(home.redeem(contact, person, TestHome.number(0), 9)).isEmpty();
      assertThat(store.refusals().why(TestHome.number(0)))
          .extracting(why -> why.entry().id())
          .containsExactlyInAnyOrder(first.entryId(), second.entryId());
      assertThat(store.refusals().why(TestHome.number(1))).isEmpty();
      assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10))
          .containsExactly(home.contact(1));

      // The same list again brings no grant back.
      home.tick(Duration.ofDays(1));
      home.importContacts(2);
      assertThat(grants(home.facts(contact))).allMatch(grant -> grant.withdrawnAt() != null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNumberIsRefusedBeforeItIsEverImported(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      store.refusals().add(TestHome.number(0), TestHome.optOut(home.now.get()), "anna");
      home.register(1);
      assertThat(home.facts(home.contact(0)).dnc()).isInstanceOf(DncState.Listed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void consentIsKeptWithItsGrant(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      UUID contact = home.contact(0);
      Reserved reserved = home.redeem(contact);
      UUID attempt = reserved.attemptId();
      UUID evidence = store.consents().agreed(attempt, Evidence.agreed(attempt, home.now.get()));
      store.consents().notAgreed(attempt, Evidence.refused(attempt, home.now.get()));
      assertThat(grants(home.facts(contact)))
          .filteredOn(grant -> grant.scope() == GrantScope.RECORD)
          .hasSize(1);
      assertThat(types(home)).contains(EntryType.CONSENT_AGREED, EntryType.CONSENT_NOT_AGREED);
      assertThat(evidence).isNotNull();
      assertThatThrownBy(
              () -> store.consents().agreed(attempt, Evidence.refused(attempt, home.now.get())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<EntryType> types(TestHome home) {
    List<EntryType> types = new ArrayList<>();
    home.journal().forEach(placed -> types.add(placed.entry().type()));
    return types;
  }

  @ParameterizedTest
  @EnumSource
  void denialsAreJournalledWhenTheirReasonsChange(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      UUID contact = home.contact(0);
      Decision.Deny missing = deny(ReasonCode.CONSENT_MISSING, false);
      for (int i = 0; i < 5; i++) {
        store.lists().blocked(TestHome.CAMPAIGN, contact, missing);
      }
      store.lists().blocked(TestHome.CAMPAIGN, contact, deny(ReasonCode.CONSENT_EXPIRED, false));
      assertThat(types(home).stream().filter(t -> t == EntryType.DENIED)).hasSize(2);
      assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10)).doesNotContain(contact);
      assertThat(store.lists().nextOpening(TestHome.CAMPAIGN)).isEmpty();
      Report report = store.figures().report(TestHome.CAMPAIGN);
      assertThat(report.blocked()).isEqualTo(Map.of("CONSENT_EXPIRED", 1L));
      assertThat(report.untouched()).isEqualTo(1);
      assertThat(report.imported()).isEqualTo(2);

      store.registers().setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
      approve(store);
      store.registers().setCampaignState(TestHome.CAMPAIGN, Campaign.State.RUNNING, "anna");
      assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10)).contains(contact);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWasCalledCountsByTheCallWhateverStandsOfThemNow(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(4);
      Decision.Deny missing = deny(ReasonCode.CONSENT_MISSING, false);
      Reserved called = home.redeem(home.contact(0));
      store.attempts().ended(called.attemptId(), Outcome.NO_ANSWER, Map.of());
      store.lists().blocked(TestHome.CAMPAIGN, home.contact(0), missing);
      store.lists().blocked(TestHome.CAMPAIGN, home.contact(1), missing);
      store.lists().blocked(TestHome.CAMPAIGN, home.contact(2), missing);
      Report report = store.figures().report(TestHome.CAMPAIGN);
      assertThat(report.outcomes()).isEqualTo(Map.of(Outcome.NO_ANSWER, 1L));
      assertThat(report.blocked()).isEqualTo(Map.of("CONSENT_MISSING", 2L));
      assertThat(report.untouched()).isEqualTo(1);
    }
  }

  private static Approval approve(Store store) throws NotAllowed {
    return store.registers().approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, SIGNED);
  }

  private static Decision.Deny deny(ReasonCode code, boolean permanent) {
    Reason reason = permanent ? Reason.denyPermanently(code, "") : Reason.deny(code, "");
    return new Decision.Deny(permanent, List.of(reason), TestHome.decision());
  }

  @ParameterizedTest
  @EnumSource
  void deferredContactsComeBackWhenTheirTimeHasCome(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(3);
      UUID contact = home.contact(2);
      Instant until = home.now.get().plus(Duration.ofHours(2));
      store
          .lists()
          .deferred(
              TestHome.CAMPAIGN,
              contact,
              new Decision.Defer(
                  until,
                  List.of(Reason.defer(ReasonCode.OUTSIDE_WINDOW, until, "")),
                  TestHome.decision()));
      assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10))
          .hasSize(2)
          .doesNotContain(contact);
      assertThat(store.lists().nextOpening(TestHome.CAMPAIGN)).contains(until);
      assertThat(store.lists().due(TestHome.CAMPAIGN, until, 1)).containsExactly(contact);
      assertThat(store.figures().report(TestHome.CAMPAIGN).deferred())
          .isEqualTo(Map.of("OUTSIDE_WINDOW", 1L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsNewOnAListThatWasLookedThroughIsDue(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      Decision.Deny missing = deny(ReasonCode.CONSENT_MISSING, false);
      store.lists().blocked(TestHome.CAMPAIGN, home.contact(0), missing);
      for (int look = 0; look < 2; look++) {
        assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10)).isEmpty();
      }
      home.importContacts(2);
      assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10))
          .contains(home.contact(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverCreatesDoesNotApprove(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      Registers registers = store.registers();
      assertThatThrownBy(() -> approve(store)).hasMessageContaining("not waiting");
      assertThatThrownBy(
              () -> registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.APPROVED, "anna"))
          .isInstanceOf(NotAllowed.class);
      registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
      assertThatThrownBy(() -> registers.approveCampaign(TestHome.CAMPAIGN, TestHome.ANNA, SIGNED))
          .hasMessageContaining("no role");
      assertThatThrownBy(
              () -> registers.approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, new byte[] {0}))
          .hasMessageContaining("signature");
      Approval approval = approve(store);
      assertThat(approval.selfApproved()).isFalse();
      assertThat(registers.campaign(TestHome.CAMPAIGN) instanceof Found.Present(var c) ? c : null)
          .satisfies(
              campaign -> {
                assertThat(campaign.state()).isEqualTo(Campaign.State.APPROVED);
                assertThat(campaign.approver()).isEqualTo("bob");
              });
      registers.reviewSource(TestHome.SOURCE, TestHome.BOB, SIGNED);
      assertThat(registers.sources())
          .singleElement()
          .matches(proof -> proof.state() == SourceProof.State.REVIEWED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyComplianceLiftsAHold(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      Hold hold = store.killSwitches().set(Hold.Scope.GLOBAL, "", "drill", "anna");
      assertThat(store.holds()).isEqualTo(Found.present(List.of(hold)));
      assertThatThrownBy(() -> store.killSwitches().lift(hold.id(), TestHome.ANNA))
          .isInstanceOf(NotAllowed.class);
      store.killSwitches().lift(hold.id(), TestHome.BOB);
      assertThat(store.holds()).isEqualTo(Found.present(List.of()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptLosesNothingAndBreaksNothing(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      UUID attempt = home.redeem(home.contact(0)).attemptId();
      Thread.currentThread().interrupt();
      store.attempts().ended(attempt, Outcome.HUNG_UP, Map.of());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(home.facts(home.contact(0)).inFlight()).isEqualTo(Found.present(false));
    }
  }

  /** Whoever brings a paper does not review it, and a paper more needs a review more. */
  @ParameterizedTest
  @EnumSource
  @Requirement({"A-13", "B-03", "R18"})
  void aPaperThatIsAttachedIsReviewedByAnother(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    store.registers().addSource(TestHome.sourceProof(), "anna");
    SourceProof.Document paper =
        SourceProof.Document.brought(
            SourceProof.DocumentKind.COLLECTION_FORM, "ab".repeat(32), null, "bob");
    store.registers().attachToSource(TestHome.SOURCE, paper, "bob");
    assertThatThrownBy(
            () -> store.registers().reviewSource(TestHome.SOURCE, TestHome.BOB, new byte[] {1}))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("brought a paper");
    assertThatThrownBy(() -> store.registers().attachToSource(TestHome.SOURCE, paper, "bob"))
        .isInstanceOf(NotAllowed.class);
    store.registers().revokeSource(TestHome.SOURCE, "bob");
    assertThatThrownBy(
            () ->
                store
                    .registers()
                    .attachToSource(
                        TestHome.SOURCE,
                        SourceProof.Document.brought(
                            SourceProof.DocumentKind.CONTRACT, "cd".repeat(32), null, "bob"),
                        "bob"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("revoked");
    home.close();
  }
}
