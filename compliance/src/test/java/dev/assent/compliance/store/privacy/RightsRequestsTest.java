package dev.assent.compliance.store.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.privacy.Deadline;
import dev.assent.compliance.privacy.RequestChannel;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.privacy.RightsRequests.Intake;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request is taken in with what it forbids, or not at all, and outlives the database. */
@Timeout(60)
@Requirement({"R57", "R15", "B-18", "B-20"})
class RightsRequestsTest {
  static final Deadline DEADLINE =
      new Deadline(
          LocalDate.of(2026, 3, 11),
          LocalDate.of(2026, 3, 23),
          ZoneId.of("Asia/Shanghai"),
          "CN-2026@0");

  static RightsRequest ask(TestHome home, int number, RightKind kind) {
    return home.store()
        .rights()
        .add(
            TestHome.number(number),
            new Intake(kind, RequestChannel.PHONE, home.now.get(), "called back"),
            DEADLINE,
            "she said so",
            "anna");
  }

  @ParameterizedTest
  @EnumSource
  void deletionStopsWhatRingsAndWhatWaits(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    home.register(2);
    UUID contact = home.contact(0);
    UUID person = home.facts(contact).contact().personId();
    List<Set<UUID>> told = new ArrayList<>();
    store.refusals().onRefusal(told::add);
    home.redeem(contact); // it rings now

    RightsRequest request = ask(home, 0, RightKind.DELETE);

    assertThat(told).containsExactly(Set.of(person));
    assertThat(request.person()).isEqualTo(person);
    assertThat(request.deadline()).isEqualTo(DEADLINE);
    assertThat(subject(home, contact).restrictions())
        .containsExactly(Restriction.DELETION_REQUESTED);
    assertThat(subject(home, home.contact(1)).restrictions()).isEmpty();

    ask(home, 0, RightKind.ACCESS);
    assertThat(told).hasSize(1); // who only asks to see may still be called
    assertThat(store.rights().list(true)).hasSize(2);
    home.close();

    home.settings = database.fresh();
    store = home.open();
    assertThat(store.rights().find(request.id())).contains(request);
    home.importContacts(2);
    assertThat(subject(home, home.contact(0)).restrictions())
        .containsExactly(Restriction.DELETION_REQUESTED);
    home.close();
  }

  private static SubjectState subject(TestHome home, UUID contact) {
    return home.facts(contact).subject() instanceof Found.Present(var state)
        ? state
        : new SubjectState(Set.of(), Set.of());
  }

  @ParameterizedTest
  @EnumSource
  void aStrangersRequestHoldsWhenAListBringsThem(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      ask(home, 1, RightKind.RESTRICT);
      home.register(2);
      assertThat(subject(home, home.contact(1)).restrictions())
          .containsExactly(Restriction.RESTRICTION_REQUESTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsGivenOnce(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    RightsRequest request = ask(home, 1, RightKind.ACCESS);
    RightsRequest answered = store.rights().answer(request.id(), false, "a copy sent", "bob");
    assertThat(answered.state()).isEqualTo(RightsRequest.State.ANSWERED);
    assertThat(answered.repliedAt()).isEqualTo(home.now.get());
    assertThat(answered.answeredBy()).isEqualTo("bob");
    assertThatThrownBy(() -> home.store().rights().answer(request.id(), true, "again", "bob"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("no open request");
    assertThat(store.rights().list(true)).isEmpty();
    home.close();
    Map<String, List<String>> before = Tables.facts(home.settings);
    home.settings = database.fresh();
    home.open();
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(before);
  }

  /** Wherever the process dies, either nothing was taken in or the person is restricted too. */
  @ParameterizedTest
  @EnumSource
  void neitherWithoutTheOther(TestDatabase database) throws Exception {
    for (int effect = 1; ; effect++) {
      TestHome home = TestHome.on(database);
      home.open();
      home.register(1);
      home.crashes.crashAfter(effect);
      boolean whole = false;
      try {
        ask(home, 0, RightKind.DELETE);
        whole = true;
      } catch (RuntimeException e) {
        // The next start says what became of it.
      }
      home.kill();
      Store store = home.open();
      boolean restricted =
          subject(home, home.contact(0)).restrictions().contains(Restriction.DELETION_REQUESTED);
      assertThat(restricted)
          .as("effect %d", effect)
          .isEqualTo(!store.rights().list(true).isEmpty());
      home.close();
      if (whole) {
        assertThat(restricted).isTrue();
        return;
      }
    }
  }
}
