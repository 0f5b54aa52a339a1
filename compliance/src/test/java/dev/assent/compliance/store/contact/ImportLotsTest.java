package dev.assent.compliance.store.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list is written lot by lot; nothing of it shows from outside. CrashTest stops between lots. */
@Timeout(120)
class ImportLotsTest {
  private static final int ROWS = 57;
  private static final int LOT = 10;

  @ParameterizedTest
  @EnumSource
  void aListOfSeveralLotsIsOneList(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.lot = LOT;
      Store store = home.open();
      home.register(ROWS);
      Set<String> numbers = new HashSet<>();
      Set<UUID> persons = new HashSet<>();
      List<UUID> contacts = contacts(store);
      assertThat(contacts).hasSize(ROWS);
      for (UUID contact : contacts) {
        Facts facts = home.facts(contact);
        numbers.add(facts.contact().number().e164());
        persons.add(facts.contact().personId());
        Grant grant = onlyGrant(facts);
        ContactRow.GivenGrant given = TestHome.row(1).grants().getFirst();
        assertThat(grant)
            .usingRecursiveComparison()
            .ignoringFields("id", "personId", "withdrawnAt", "evidence")
            .isEqualTo(given);
        assertThat(grant.personId()).isEqualTo(facts.contact().personId());
        assertThat(grant.withdrawnAt()).isNull();
        assertThat(grant.evidence()).isNull();
      }
      assertThat(numbers)
          .isEqualTo(
              new HashSet<>(
                  IntStream.range(0, ROWS).mapToObj(i -> TestHome.number(i).e164()).toList()));
      assertThat(persons).hasSize(ROWS);
      assertThat(home.keys.count()).isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfOneCustomerInSeveralLotsAreOnePerson(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      try (ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna", 3)) {
        for (int i = 1; i <= 20; i++) {
          batch.add(ofCustomer(i, "C-" + i % 4));
        }
        batch.switchOver();
      }
      Set<UUID> persons = new HashSet<>();
      for (UUID contact : contacts(store)) {
        persons.add(home.facts(contact).contact().personId());
      }
      assertThat(persons).hasSize(4);
    }
  }

  private static ContactRow ofCustomer(int i, String reference) {
    ContactRow row = TestHome.row(i);
    return new ContactRow(
        row.line(),
        row.number(),
        null,
        reference,
        row.whereabouts(),
        row.language(),
        null,
        row.quiet(),
        row.expiresAt(),
        row.grants());
  }

  /**
   * The thread that seals fails; the one that reads hears of it, and nothing of the list is left.
   */
  @ParameterizedTest
  @EnumSource
  void aRowThatCannotBeSealedEndsTheList(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.lot = LOT;
      Store store = home.open();
      home.register(5);
      List<UUID> before = contacts(store);
      home.keys.unsealable = TestHome.number(34).e164();
      assertThatThrownBy(() -> home.importContacts(ROWS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the cipher failed");
      assertThat(contacts(store)).isEqualTo(before);
      assertThat(Tables.count(home.settings, "contact")).isEqualTo(5);

      home.keys.unsealable = "\0";
      home.importContacts(ROWS);
      assertThat(contacts(store)).hasSize(ROWS).containsAll(before);
    }
  }

  /** Consents of a list keep their ids when it comes again, so that what names one finds it. */
  @ParameterizedTest
  @EnumSource
  void aConsentKeepsItsIdWithItsList(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(2);
      UUID before = onlyGrant(home.facts(home.contact(1))).id();
      home.importContacts(2);
      assertThat(onlyGrant(home.facts(home.contact(1))).id()).isEqualTo(before);
    }
  }

  /**
   * What a list dates after the refusal it was known before is over too; it comes back with none.
   */
  @ParameterizedTest
  @EnumSource
  void aRefusalEndsAConsentDatedLater(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(1);
      try (ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna")) {
        batch.add(dated(TestHome.START.plus(Duration.ofHours(5))));
        batch.switchOver();
      }
      home.tick(Duration.ofHours(1));
      Instant refused = home.now.get();
      store.refusals().add(TestHome.number(0), TestHome.optOut(refused), "anna");
      assertThat(onlyGrant(home.facts(home.contact(0))).withdrawnAt()).isEqualTo(refused);
    }
  }

  private static ContactRow dated(Instant grantedAt) {
    ContactRow row = TestHome.row(0);
    ContactRow.GivenGrant given = row.grants().getFirst();
    return row.with(
        List.of(
            new ContactRow.GivenGrant(
                given.scope(),
                given.purposes(),
                given.channels(),
                given.syntheticVoice(),
                given.form(),
                given.noticeVersion(),
                grantedAt,
                given.expiresAt(),
                given.evidenceSha256(),
                null)));
  }

  private static List<UUID> contacts(Store store) {
    List<UUID> all = new ArrayList<>();
    store.lists().forEachContact(TestHome.CAMPAIGN, all::add);
    return all;
  }

  private static Grant onlyGrant(Facts facts) {
    assertThat(facts.grants()).isInstanceOf(Found.Present.class);
    return facts.grants() instanceof Found.Present(List<Grant> grants) ? grants.getFirst() : null;
  }
}
