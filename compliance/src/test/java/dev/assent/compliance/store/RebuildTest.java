package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is lost or behind is made again from the journal. */
@Timeout(60)
class RebuildTest {
  private static final Instant GAP = Instant.parse("2025-01-05T00:00:00Z");

  @ParameterizedTest
  @EnumSource
  void aRebuiltDatabaseEqualsTheLostOne(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(6);
    everyKindOfFact(home);
    home.close();
    Map<String, List<String>> lost = Tables.facts(home.settings);

    home.settings = database.fresh();
    Store rebuilt = home.open();
    assertThat(rebuilt.opening().rebuilt()).isTrue();
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(lost);

    // Once more, from what the rebuild left: nothing is applied twice.
    home.open();
    assertThat(home.store().opening())
        .satisfies(opening -> assertThat(opening.applied()).isZero())
        .satisfies(opening -> assertThat(opening.appended()).isZero());
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(lost);
  }

  private static void everyKindOfFact(TestHome home) throws Exception {
    Store store = home.store();
    store.registers().setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
    store.registers().approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, new byte[] {1});
    store.registers().putUser(TestHome.BOB, "anna");
    Hold lifted = store.killSwitches().set(Hold.Scope.GLOBAL, "", "drill", "anna");
    store.killSwitches().set(Hold.Scope.TRUNK, "loop", "broken", "bob");
    store.killSwitches().lift(lifted.id(), TestHome.BOB);
    Gap gap = store.gaps().open(new UUID(8, 1), GAP, GAP.plusSeconds(60), "restored", "anna");
    store.killSwitches().lift(gap.holdId(), OptionalInt.of(gap.epoch()), TestHome.BOB);
    Reserved agreed = home.redeem(home.contact(0));
    home.tick(Duration.ofSeconds(20));
    store
        .consents()
        .agreed(agreed.attemptId(), Evidence.agreed(agreed.attemptId(), home.now.get()));
    store
        .attempts()
        .ended(
            agreed.attemptId(),
            Outcome.AGREED,
            Map.of("rangAt", "2026-03-02T03:00:01Z", "answeredAt", "2026-03-02T03:00:05Z"));
    Reserved refused = home.redeem(home.contact(1));
    store.attempts().inviteAgain(refused.attemptId(), "401");
    store
        .consents()
        .notAgreed(refused.attemptId(), Evidence.refused(refused.attemptId(), home.now.get()));
    store.refusals().optOut(refused.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(refused.attemptId(), Outcome.OPTED_OUT, Map.of());
    Reserved busy = home.redeem(home.contact(2));
    store.attempts().ended(busy.attemptId(), Outcome.BUSY, Map.of());
    store.refusals().add(TestHome.number(77), TestHome.optOut(home.now.get()), "anna");
    store.subjects().flag(TestHome.number(78), Flag.LITIGATION, "C-7", "a case", "anna");
    store.subjects().flag(TestHome.number(2), Flag.VULNERABLE, "", "she said so", "anna");
    store.subjects().flag(TestHome.number(2), Flag.MINOR, "", "she said so", "anna");
    store.subjects().unflag(TestHome.number(2), Flag.MINOR, "", "an error", TestHome.BOB);
    store.subjects().restrict(TestHome.number(2), Restriction.LEGAL_HOLD, "C-8", "a case", "anna");
    store
        .lists()
        .blocked(
            TestHome.CAMPAIGN,
            home.contact(3),
            new Decision.Deny(
                false, List.of(Reason.deny(ReasonCode.CONSENT_MISSING, "")), TestHome.decision()));
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOutlivesTheDatabaseAndEveryKey(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(2);
    Reserved reserved = home.redeem(home.contact(0));
    store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(reserved.attemptId(), Outcome.OPTED_OUT, Map.of());
    home.close();

    home.keys.destroyAll();
    home.settings = database.fresh();
    store = home.open();
    assertThat(store.refusals().why(TestHome.number(0))).isNotEmpty();
    home.importContacts(2);
    assertThat(home.facts(home.contact(0)).dnc()).isInstanceOf(DncState.Listed.class);
    assertThat(home.facts(home.contact(1)).dnc()).isInstanceOf(DncState.NotListed.class);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void bothCallsAreRememberedAfterTheDatabaseWasLost(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(2);
    UUID contact = home.contact(0);
    UUID person = home.facts(contact).contact().personId();
    for (int i = 0; i < 2; i++) {
      Reserved reserved = home.redeem(contact);
      store.attempts().ended(reserved.attemptId(), Outcome.NO_ANSWER, Map.of());
      home.tick(Duration.ofHours(5));
    }
    home.close();

    home.settings = database.fresh();
    home.open();
    home.importContacts(2);
    assertThat(home.contact(0)).isEqualTo(contact);
    assertThat(home.facts(contact).contact().personId()).isEqualTo(person);
    assertThat(home.facts(contact).history() instanceof Found.Present(var h) ? h.person() : null)
        .hasSize(2)
        .allMatch(call -> call.counts() && call.contactId().equals(contact));
    assertThat(home.redeem(contact, person, TestHome.number(0), 2)).isEmpty();
    assertThat(home.redeem(contact, person, TestHome.number(0), 3)).isPresent();
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void afterACheckpointTheOutboxIsEmptyAndNothingIsAppliedAgain(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(6);
    everyKindOfFact(home);
    assertThat(Tables.count(home.settings, "outbox")).isPositive();
    home.store().checkpoint();
    assertThat(Tables.count(home.settings, "outbox")).isZero();
    home.redeem(home.contact(5));
    assertThat(Tables.count(home.settings, "outbox")).isEqualTo(1);
    home.close();
    Store store = home.open();
    assertThat(store.opening().applied()).isZero();
    assertThat(store.opening().appended()).isZero();
    assertThat(store.attempts().openAtStart()).hasSize(1);
    home.close();
  }

  private static TestHome onDisk(Path directory) {
    return new TestHome(
        StoreSettings.h2(
            directory.resolve("data/assent"),
            directory.resolve("quarantine"),
            TestDatabase.CONTROLLER,
            false));
  }

  /** The file as it lies on the disk while the engine runs is what a kill leaves. */
  @Test
  void aKillTakesNothingBackThatWasAnswered(@TempDir Path directory) throws Exception {
    TestHome home = onDisk(directory);
    home.open();
    home.register(6);
    Path list = directory.resolve("list.mv.db");
    copyBetweenWrites(directory.resolve("data/assent.mv.db"), list);
    everyKindOfFact(home);
    Path left = directory.resolve("left.mv.db");
    copyBetweenWrites(directory.resolve("data/assent.mv.db"), left);
    home.close();
    Map<String, List<String>> answered = Tables.facts(home.settings);
    long contacts = Tables.count(home.settings, "contact");

    for (Path file : List.of(left, list)) {
      Files.copy(file, directory.resolve("data/assent.mv.db"), StandardCopyOption.REPLACE_EXISTING);
      home.open();
      home.close();
      assertThat(Tables.facts(home.settings)).isEqualTo(answered);
      assertThat(Tables.count(home.settings, "contact")).isEqualTo(contacts);
    }
  }

  /** A kill leaves a file as it is between two writes, never half of it older than the rest. */
  private static void copyBetweenWrites(Path file, Path copy) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (byte[] again = Files.readAllBytes(file);
        !Arrays.equals(bytes, again);
        again = Files.readAllBytes(file)) {
      bytes = again;
    }
    Files.write(copy, bytes);
  }

  @Test
  void aBrokenFileIsPutAsideAndItsFactsAreTakenFromTheJournal(@TempDir Path directory)
      throws Exception {
    TestHome home = onDisk(directory);
    home.open();
    home.register(6);
    everyKindOfFact(home);
    home.close();
    Map<String, List<String>> lost = Tables.facts(home.settings);
    Path file = directory.resolve("data/assent.mv.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 7) {
      bytes[at] ^= 0x55;
    }
    Files.write(file, bytes);

    Store store = home.open();
    assertThat(store.opening().rebuilt()).isTrue();
    assertThat(store.opening().quarantined())
        .hasValueSatisfying(moved -> assertThat(moved).hasBinaryContent(bytes));
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(lost);
  }

  @Test
  void aDatabaseOfAnotherHomeIsRefusedAndLeftAlone(@TempDir Path directory) throws Exception {
    TestHome home = onDisk(directory);
    home.open();
    home.register(1);
    home.close();
    Map<String, List<String>> before = Tables.facts(home.settings);
    TestHome other = onDisk(directory);
    assertThatThrownBy(other::open)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("another journal");
    assertThat(Tables.facts(home.settings)).isEqualTo(before);
  }

  @Test
  void anOlderCopyOfTheDatabaseIsBroughtUpToTheJournal(@TempDir Path directory) throws Exception {
    TestHome home = onDisk(directory);
    Store store = home.open();
    home.register(4);
    store.attempts().ended(home.redeem(home.contact(0)).attemptId(), Outcome.BUSY, Map.of());
    store.checkpoint();
    store.refusals().add(TestHome.number(3), TestHome.optOut(home.now.get()), "anna");
    home.close();
    Path file = directory.resolve("data/assent.mv.db");
    Path copy = directory.resolve("copy");
    Files.copy(file, copy);

    store = home.open();
    Reserved reserved = home.redeem(home.contact(0));
    store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(reserved.attemptId(), Outcome.OPTED_OUT, Map.of());
    store.checkpoint();
    home.close();
    Map<String, List<String>> newest = Tables.facts(home.settings);

    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    store = home.open();
    assertThat(store.opening().applied()).isEqualTo(3);
    assertThat(store.opening().rebuilt()).isFalse();
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(newest);
  }
}
