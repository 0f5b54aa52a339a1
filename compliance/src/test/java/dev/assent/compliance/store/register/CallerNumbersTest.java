package dev.assent.compliance.store.register;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permits;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.commit.Json;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A campaign with several numbers shows each person always the same one. */
@Timeout(60)
class CallerNumbersTest {
  private static final UUID WIDE = new UUID(7, 7);
  private static final int PEOPLE = 40;
  private static final List<String> NUMBERS =
      List.of("+8619900000001", "+8619900000010", "+8619900000011");

  @ParameterizedTest
  @EnumSource
  @Requirement({"R07", "D-d"})
  void aPersonIsAlwaysShownTheSameNumber(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.store().registers().addSource(TestHome.sourceProof(), "anna");
    UUID batch = home.importContacts(PEOPLE);
    home.store().registers().putCallerNumber(TestHome.callerNumber(), "anna");
    home.store().registers().putCallerNumber(block(), "anna");
    home.store()
        .registers()
        .addCampaign(
            with(with(TestHome.campaign(WIDE), "name", "wide"), "callerNumbers", NUMBERS),
            List.of(batch),
            "anna");
    Map<UUID, String> first = shown(home);
    assertThat(first.values()).hasSize(PEOPLE).contains(NUMBERS.toArray(String[]::new));

    for (UUID contact : first.keySet()) {
      Reserved reserved = call(home, contact);
      home.store().attempts().ended(reserved.attemptId(), Outcome.NO_ANSWER, Map.of());
      home.tick(Duration.ofMinutes(1));
    }
    assertThat(shown(home)).as("a retry").isEqualTo(first);
    assertThat(home.importContacts(PEOPLE)).isEqualTo(batch);
    assertThat(shown(home)).as("after the list came again").isEqualTo(first);
    home.store().registers().putCallerNumber(block().retired(LocalDate.of(2026, 6, 1)), "anna");
    assertThat(shown(home)).as("never another one instead of a retired").isEqualTo(first);

    home.close();
    home.settings = database.fresh();
    assertThat(home.open().opening().rebuilt()).isTrue();
    assertThat(remembered(home)).as("after the database was lost").isEqualTo(PEOPLE);
    home.close();
  }

  /** Three numbers in two filings; the block is the second's and third's. */
  private static CallerNumber block() {
    return with(with(TestHome.callerNumber(), "e164", "+8619900000010"), "last", "+8619900000019");
  }

  private static Map<UUID, String> shown(TestHome home) {
    List<UUID> contacts = new ArrayList<>();
    home.store().lists().forEachContact(WIDE, contacts::add);
    Map<UUID, String> shown = new HashMap<>();
    for (UUID contact : contacts) {
      shown.put(contact, caller(facts(home, contact)));
    }
    return shown;
  }

  private static Facts facts(TestHome home, UUID contact) {
    return home.store().of(new Attempt(WIDE, contact, "loop"), home.now.get());
  }

  private static String caller(Facts facts) {
    return facts.caller() instanceof Found.Present<CallerNumber>(var caller)
        ? caller.e164()
        : "none";
  }

  private static Reserved call(TestHome home, UUID contact) {
    Facts facts = facts(home, contact);
    return home.store()
        .underLock(
            Permits.of(
                facts.attempt(),
                facts.contact().personId(),
                facts.contact().number(),
                caller(facts),
                home.now.get()),
            locked -> locked.reserve(TestHome.decision(), "call@" + contact))
        .orElseThrow();
  }

  private static int remembered(TestHome home) throws Exception {
    return Tables.facts(home.settings).get("attempt").stream()
        .filter(row -> NUMBERS.stream().anyMatch(row::contains))
        .toList()
        .size();
  }

  @ParameterizedTest
  @EnumSource
  void twoFilingsDoNotCoverOneNumber(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Registers registers = home.open().registers();
      registers.putCallerNumber(block(), "anna");
      registers.putCallerNumber(with(block(), "holder", "The same, renamed"), "anna");
      assertThatThrownBy(() -> registers.putCallerNumber(block().showing("+8619900000015"), "anna"))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("F-1");
      assertThat(registers.callerNumberShown("+8619900000015"))
          .isEqualTo(
              Found.present(
                  with(block(), "holder", "The same, renamed").showing("+8619900000015")));
      assertThat(registers.callerNumberShown("+8619900000020")).isEqualTo(Found.absent());
    }
  }

  @Test
  void aCampaignOfAnOlderJournalHasOneNumber() {
    String now = Json.write(TestHome.campaign(WIDE));
    String older =
        now.replace(
            "\"callerNumbers\":[\"+8619900000001\"]", "\"callerNumber\":\"+8619900000001\"");
    assertThat(older).isNotEqualTo(now);
    assertThat(Json.read(older, Campaign.class)).isEqualTo(TestHome.campaign(WIDE));
    assertThat(Json.read(now, Campaign.class)).isEqualTo(TestHome.campaign(WIDE));
  }
}
