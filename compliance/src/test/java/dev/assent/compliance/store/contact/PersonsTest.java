package dev.assent.compliance.store.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is one with whom, and what lists say of people that does not fit, on both databases. */
@Timeout(120)
final class PersonsTest {

  @ParameterizedTest
  @EnumSource
  @Requirement({"R15", "R20", "R22", "R31", "R34"})
  void aMergeTakesTheStricterOfAllFacts(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(3);
    UUID first = home.contact(0);
    UUID second = home.contact(1);
    store.attempts().ended(home.redeem(first).attemptId(), Outcome.NO_ANSWER, Map.of());
    UUID root = store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
    assertThat(home.facts(first).contact().personId()).isEqualTo(root);
    assertThat(home.facts(second).contact().personId()).isEqualTo(root);
    assertThat(calls(home.facts(second))).as("counters").isEqualTo(1);
    assertThat(home.redeem(second, root, TestHome.number(1), 1)).as("the cap is shared").isEmpty();
    assertThat(calls(home.facts(home.contact(2)))).isZero();
    assertThat(grants(home.facts(second))).allMatch(grant -> grant.personId().equals(root));

    store.grants().withdraw(TestHome.number(0), GrantScope.CALL, Set.of(), Manner.MAIL, "anna");
    assertThat(grants(home.facts(second))).allMatch(grant -> grant.withdrawnAt() != null);
    store.refusals().add(TestHome.number(0), TestHome.optOut(home.now.get()), "anna");
    assertThat(home.facts(second).dnc()).isInstanceOf(DncState.Listed.class);
    assertThat(store.refusals().why(TestHome.number(1)))
        .as("by another number of theirs")
        .isNotEmpty();

    assertThatThrownBy(() -> store.persons().merge(TestHome.number(1), TestHome.number(0), "anna"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> store.persons().merge(TestHome.number(2), TestHome.number(2), "anna"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("already");
    home.close();

    home.settings = database.fresh();
    Store rebuilt = home.open();
    home.importContacts(3);
    assertThat(home.facts(home.contact(0)).contact().personId())
        .as("after the database was lost")
        .isEqualTo(home.facts(home.contact(1)).contact().personId());
    assertThat(home.facts(home.contact(1)).dnc()).isInstanceOf(DncState.Listed.class);
    assertThatThrownBy(() -> rebuilt.persons().split(TestHome.number(1), "anna"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("another user");
    rebuilt.persons().split(TestHome.number(1), "bob");
    assertThat(calls(home.facts(home.contact(1)))).isZero();
    assertThat(home.facts(home.contact(1)).dnc()).isInstanceOf(DncState.NotListed.class);
    assertThat(grants(home.facts(home.contact(1))))
        .as("what they withdrew while one stays withdrawn where it was said")
        .isNotEmpty();
    assertThatThrownBy(() -> rebuilt.persons().split(TestHome.number(1), "bob"))
        .hasMessageContaining("not merged");
    home.close();
  }

  /** Whoever listens knows a call by the person it was cleared for, and by no other. */
  private static Set<UUID> ringing(TestHome home, int i) {
    UUID cleared = home.facts(home.contact(i)).contact().personId();
    home.redeem(home.contact(i));
    return Set.of(cleared);
  }

  private static List<UUID> told(TestHome home) {
    List<UUID> told = new ArrayList<>();
    home.store().refusals().onRefusal(told::addAll);
    return told;
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R20", "R40"})
  void whatRingsWhileItsPersonIsMergedIsReachedByALaterWord(TestDatabase database)
      throws Exception {
    for (int ringing : List.of(0, 1)) {
      for (int named : List.of(0, 1)) {
        try (TestHome home = TestHome.on(database)) {
          Store store = home.open();
          home.register(2);
          Set<UUID> cleared = ringing(home, ringing);
          List<UUID> told = told(home);
          store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
          assertThat(told).as("nobody refused yet").isEmpty();
          store.refusals().add(TestHome.number(named), TestHome.optOut(home.now.get()), "anna");
          assertThat(told).containsAll(cleared);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R20", "R40"})
  void whatRingsWhileItsPersonIsSplitOffIsReachedByALaterWord(TestDatabase database)
      throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      Set<UUID> cleared = ringing(home, 1);
      store.persons().split(TestHome.number(1), "bob");
      List<UUID> told = told(home);
      store.refusals().add(TestHome.number(1), TestHome.optOut(home.now.get()), "anna");
      assertThat(told).containsAll(cleared);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R20", "R40"})
  void beingMergedWithSomebodyWhoRefusedCancelsWhatRings(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      store.refusals().add(TestHome.number(0), TestHome.optOut(home.now.get()), "anna");
      Set<UUID> cleared = ringing(home, 1);
      List<UUID> told = told(home);
      store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      assertThat(told).containsAll(cleared);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R15"})
  void beingMergedWithSomebodyWhoseDataMayNotBeUsedCancelsWhatRings(TestDatabase database)
      throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      store
          .subjects()
          .restrict(
              TestHome.number(0), Restriction.RESTRICTION_REQUESTED, "case 1", "by letter", "anna");
      Set<UUID> cleared = ringing(home, 1);
      List<UUID> told = told(home);
      store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      assertThat(told).containsAll(cleared);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R15"})
  void aRestrictionOfOneNumberCancelsWhatRingsForAnotherOfTheirs(TestDatabase database)
      throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      Set<UUID> cleared = ringing(home, 0);
      store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      List<UUID> told = told(home);
      store
          .subjects()
          .restrict(
              TestHome.number(1), Restriction.RESTRICTION_REQUESTED, "case 1", "by letter", "anna");
      assertThat(told).containsAll(cleared);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threeAreOneAndOneLeaves(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(3);
    store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
    UUID root = store.persons().merge(TestHome.number(2), TestHome.number(1), "anna");
    for (int i = 0; i < 3; i++) {
      assertThat(home.facts(home.contact(i)).contact().personId()).isEqualTo(root);
    }
    assertThat(store.persons().show(TestHome.number(0)).orElseThrow().contacts()).hasSize(3);
    store.persons().split(TestHome.number(2), "bob");
    UUID others = home.facts(home.contact(0)).contact().personId();
    assertThat(home.facts(home.contact(1)).contact().personId()).isEqualTo(others);
    assertThat(home.facts(home.contact(2)).contact().personId()).isNotEqualTo(others);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R15")
  void listsThatDisagreeBlockThePersonUntilAnotherSettlesIt(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(3);
    ContactRow known = TestHome.row(0);
    bring(home, "a".repeat(64), List.of(named(known, "Somebody Else", null)));
    assertThat(restrictions(home, 0)).containsExactly(Restriction.DISPUTED);
    assertThat(restrictions(home, 1)).isEmpty();
    assertThat(store.persons().show(TestHome.number(0)).orElseThrow().disputes())
        .extracting(Persons.Dispute::kind)
        .containsExactly("NAME");
    assertThatThrownBy(() -> store.persons().settle(TestHome.number(0), "looked into", "anna"))
        .isInstanceOf(NotAllowed.class);
    assertThat(store.persons().settle(TestHome.number(0), "married", "bob")).isEqualTo(1);
    assertThat(restrictions(home, 0)).isEmpty();
    home.close();
  }

  @Test
  @Requirement("R15")
  void twoCustomersAsOneBlockBoth() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    Store store = home.open();
    home.register(4);
    bring(
        home,
        "a".repeat(64),
        List.of(named(TestHome.row(0), null, "C-1"), named(TestHome.row(1), null, "C-1")));
    assertThat(restrictions(home, 0)).containsExactly(Restriction.DISPUTED);
    assertThat(restrictions(home, 1)).containsExactly(Restriction.DISPUTED);
    store.persons().settle(TestHome.number(1), "two people", "bob");
    assertThat(restrictions(home, 0)).as("both at once").isEmpty();
    assertThat(restrictions(home, 1)).isEmpty();
    home.close();
  }

  @Test
  @Requirement({"R15", "R16"})
  void anotherAgeIsADisagreementAndTheSameFactsAreNone() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    home.open();
    home.register(1);
    bring(home, "a".repeat(64), List.of(aged(TestHome.row(0), AgeBand.ADULT)));
    assertThat(restrictions(home, 0)).as("said by one list only").isEmpty();
    bring(home, "b".repeat(64), List.of(aged(TestHome.row(0), AgeBand.UNDER_14)));
    assertThat(restrictions(home, 0)).containsExactly(Restriction.DISPUTED);
    home.close();
  }

  @Test
  @Requirement({"A-21", "B-22"})
  void whatIsShownIsMasked() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    Store store = home.open();
    home.register(1);
    Persons.Shown shown = store.persons().show(TestHome.number(0)).orElseThrow();
    assertThat(shown.toString()).doesNotContain("19900000000").doesNotContain("Person 0");
    assertThat(shown.contacts().getFirst().name()).isEqualTo("P*");
    assertThat(store.persons().show(TestHome.number(77))).isEmpty();
    home.close();
  }

  private static void bring(TestHome home, String file, List<ContactRow> rows) throws Exception {
    try (ImportBatch batch = home.store().imports().begin(TestHome.SOURCE, file, "anna")) {
      for (ContactRow row : rows) {
        batch.add(row);
      }
      batch.switchOver();
    }
  }

  private static ContactRow named(ContactRow row, String name, String person) {
    return new ContactRow(
        row.line(),
        row.number(),
        name,
        person,
        row.whereabouts(),
        row.language(),
        row.ageBand(),
        row.quiet(),
        row.expiresAt(),
        List.of());
  }

  private static ContactRow aged(ContactRow row, AgeBand ageBand) {
    return new ContactRow(
        row.line(),
        row.number(),
        row.name(),
        null,
        row.whereabouts(),
        row.language(),
        ageBand,
        row.quiet(),
        row.expiresAt(),
        List.of());
  }

  private static int calls(Facts facts) {
    return facts.history() instanceof Found.Present(var history) ? history.person().size() : -1;
  }

  private static List<Grant> grants(Facts facts) {
    return ((Found.Present<List<Grant>>) facts.grants()).value();
  }

  private static Set<Restriction> restrictions(TestHome home, int i) {
    return home.facts(home.contact(i)).subject() instanceof Found.Present(SubjectState state)
        ? state.restrictions()
        : Set.of(Restriction.ERASED);
  }
}
