package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
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

  private static SubjectState subject(TestHome home, UUID contact) {
    return home.facts(contact).subject() instanceof Found.Present(var state) ? state : null;
  }
}
