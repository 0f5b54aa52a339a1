package dev.assent.compliance.store.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Contact;
import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.contact.Persons;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What stands against a person is in force for the next look at them, and outlives the database.
 */
@Timeout(60)
class SubjectsTest {

  @ParameterizedTest
  @EnumSource
  @Requirement({"R15", "R16", "R17"})
  void aMarkIsAFactFromThenOn(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(2);
      UUID contact = home.contact(0);
      List<Set<UUID>> told = new ArrayList<>();
      store.refusals().onRefusal(told::add);

      store.subjects().flag(TestHome.number(0), Flag.DECEASED, "", "a letter", "anna");
      store.subjects().flag(TestHome.number(0), Flag.MINOR, "", "heard", "anna");
      store
          .subjects()
          .restrict(TestHome.number(0), Restriction.DELETION_REQUESTED, "R-1", "a letter", "anna");

      assertThat(subject(home, contact))
          .isEqualTo(
              new SubjectState(
                  Set.of(Restriction.DELETION_REQUESTED), Set.of(Flag.DECEASED, Flag.MINOR)));
      assertThat(told).hasSize(3).containsOnly(Set.of(home.facts(contact).contact().personId()));
      assertThat(subject(home, home.contact(1))).isEqualTo(new SubjectState(Set.of(), Set.of()));

      store.subjects().unflag(TestHome.number(0), Flag.MINOR, "", "an error", TestHome.BOB);
      store
          .subjects()
          .release(
              TestHome.number(0), Restriction.DELETION_REQUESTED, "R-1", "withdrawn", TestHome.BOB);
      assertThat(subject(home, contact))
          .isEqualTo(new SubjectState(Set.of(), Set.of(Flag.DECEASED)));
      assertThat(told).as("nobody is told of what was lifted").hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhoMayLiftsAndOnlyWhatIsSet(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Subjects subjects = home.open().subjects();
      subjects.flag(TestHome.number(0), Flag.LITIGATION, "", "a case", "anna");
      assertThatThrownBy(
              () ->
                  subjects.unflag(TestHome.number(0), Flag.LITIGATION, "", "closed", TestHome.ANNA))
          .isInstanceOf(NotAllowed.class);
      assertThatThrownBy(
              () -> subjects.unflag(TestHome.number(0), Flag.MINOR, "", "no", TestHome.BOB))
          .isInstanceOf(NotAllowed.class);
      assertThatThrownBy(
              () ->
                  subjects.release(
                      TestHome.number(0), Restriction.LEGAL_HOLD, "", "no", TestHome.BOB))
          .isInstanceOf(NotAllowed.class);
      assertThatThrownBy(
              () -> subjects.restrict(TestHome.number(0), Restriction.ERASED, "", "no", "anna"))
          .isInstanceOf(NotAllowed.class);
      assertThat(subjects.of(TestHome.number(0)).flags()).containsExactly(Flag.LITIGATION);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsMarkedBeforeTheListCameIsMarkedInItAlsoAfterTheDatabaseWasLost(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    store.subjects().flag(TestHome.number(0), Flag.DO_NOT_DISTURB, "", "a letter", "anna");
    home.register(1);
    assertThat(subject(home, home.contact(0)).flags()).containsExactly(Flag.DO_NOT_DISTURB);
    home.close();

    home.settings = database.fresh();
    home.open();
    home.importContacts(1);
    assertThat(subject(home, home.contact(0)).flags()).containsExactly(Flag.DO_NOT_DISTURB);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R29")
  void whatAPersonAskedForHoldsForEveryListAlsoAfterTheDatabaseWasLost(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    Subjects subjects = home.open().subjects();
    QuietTimes lunch = QuietTimes.parse("12:00-14:00");
    QuietTimes more = lunch.and(QuietTimes.parse("sun"));
    subjects.prefer(TestHome.number(0), lunch, "", "by telephone", TestHome.ANNA);
    subjects.prefer(TestHome.number(0), more, "", "by telephone", TestHome.ANNA);
    assertThatThrownBy(
            () -> subjects.prefer(TestHome.number(0), lunch, "", "by letter", TestHome.ANNA))
        .as("less quiet than before")
        .isInstanceOf(NotAllowed.class);
    subjects.prefer(TestHome.number(1), lunch, "", "by telephone", TestHome.ANNA);
    subjects.prefer(TestHome.number(1), QuietTimes.NONE, "", "no longer", TestHome.BOB);
    home.register(2);
    assertThat(subject(home, home.contact(0)).quiet()).isEqualTo(more);
    home.close();

    home.settings = database.fresh();
    home.open();
    home.importContacts(2);
    assertThat(subject(home, home.contact(0)).quiet()).isEqualTo(more);
    assertThat(subject(home, home.contact(1)).quiet()).isEqualTo(QuietTimes.NONE);

    home.store().persons().merge(TestHome.number(0), TestHome.number(1), "anna");
    assertThat(subject(home, home.contact(1)).quiet()).as("the stricter of both").isEqualTo(more);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R12", "R29"})
  void whatAListSaysOfWhereAndWhenIsAFact(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database)) {
      Whereabouts said = new Whereabouts(ZoneId.of("Asia/Urumqi"), "新疆", true);
      QuietTimes quiet = QuietTimes.parse("only mon-fri 18:00-24:00");
      home.row(0, "whereabouts", said);
      home.row(0, "quiet", quiet);
      home.fill();
      Contact contact = home.home.facts(home.contact(0)).contact();
      assertThat(contact.whereabouts()).isEqualTo(said);
      assertThat(contact.quiet()).isEqualTo(quiet);
      Contact silent = home.home.facts(home.contact(1)).contact();
      assertThat(silent.whereabouts()).isEqualTo(Whereabouts.UNSAID);
      assertThat(silent.quiet()).isEqualTo(QuietTimes.NONE);
      Persons.Listed shown =
          home.store().persons().show(TestHome.number(0)).orElseThrow().contacts().getFirst();
      assertThat(shown.whereabouts()).isEqualTo(said);
      assertThat(shown.quiet()).isEqualTo(quiet);
    }
  }

  private static SubjectState subject(TestHome home, UUID contact) {
    return home.facts(contact).subject() instanceof Found.Present(var state) ? state : null;
  }
}
