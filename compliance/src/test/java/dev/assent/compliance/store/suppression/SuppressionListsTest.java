package dev.assent.compliance.store.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import dev.assent.compliance.suppression.ListTitle;
import dev.assent.compliance.suppression.SealedList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists in force: what they say of people, how they are switched, and what a crash leaves. */
@Timeout(240)
class SuppressionListsTest {
  private static final Instant FETCHED = TestHome.START.minus(Duration.ofDays(2));

  private static ListTerms national(String version, Instant fetchedAt) {
    return new ListTerms(
        new ListTitle("national", ListKind.NATIONAL, version),
        fetchedAt,
        null,
        null,
        version.repeat(32).substring(0, 64),
        0);
  }

  private static ListTerms refusals(String name, Set<Purpose> purposes) {
    return new ListTerms(
        new ListTitle(name, ListKind.REFUSALS, "1"),
        FETCHED,
        null,
        new ListTerms.Bulk(Manner.REGULATOR, new DncReach(DncScope.GLOBAL, purposes, null)),
        "ab".repeat(32),
        0);
  }

  private static ListInForce take(TestHome home, ListTerms terms, int... numbers)
      throws NotAllowed, IOException {
    try (ListImport list = home.store().suppression().begin(terms, "anna")) {
      for (int number : numbers) {
        list.add(TestHome.number(number), LocalDate.of(2026, 1, number + 1));
      }
      return list.switchOver(0);
    }
  }

  private static Found<ListEntry> entry(Facts facts) {
    return facts.lists() instanceof Found.Present<List<ListReading>>(var readings)
            && readings.size() == 1
        ? readings.getFirst().entry()
        : Found.unreadable("none or many");
  }

  private static Found<ListEntry> on(int day) {
    return Found.present(new ListEntry(LocalDate.of(2026, 1, day)));
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R21")
  void aListSpeaksFromItsSwitchOnAndAlone(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(3);
      UUID zero = home.contact(0);
      UUID one = home.contact(1);
      try (ListImport staged = home.store().suppression().begin(national("ab", FETCHED), "anna")) {
        staged.add(TestHome.number(0), null);
        assertThat(home.facts(zero).lists()).isEqualTo(Found.present(List.of()));
      }
      ListInForce first = take(home, national("ab", FETCHED), 0);
      assertThat(entry(home.facts(zero))).isEqualTo(on(1));
      assertThat(entry(home.facts(one))).isEqualTo(Found.absent());
      assertThat(home.facts(zero).listVersions()).endsWith("; " + first.mark());

      take(home, national("cd", FETCHED.plusSeconds(1)), 1);
      assertThat(entry(home.facts(zero))).isEqualTo(Found.absent());
      assertThat(entry(home.facts(one))).isEqualTo(on(2));
      assertThat(SealedList.file(home.settings.lists(), first.seal())).doesNotExist();
    }
  }

  @Test
  void anOlderListAndOneOfAnotherKindAreRefused() throws Exception {
    try (TestHome home = TestHome.on(TestDatabase.H2)) {
      home.open();
      ListInForce first = take(home, national("ab", FETCHED), 0);
      assertThatThrownBy(() -> take(home, national("cd", FETCHED), 1))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("older list does not replace");
      ListTerms other =
          new ListTerms(
              new ListTitle("national", ListKind.PROTECTED, "3"),
              FETCHED.plusSeconds(9),
              null,
              null,
              "aa",
              0);
      assertThatThrownBy(() -> take(home, other, 1)).isInstanceOf(NotAllowed.class);
      assertThat(take(home, national("ab", FETCHED), 0)).isEqualTo(first);
      take(home, refusals("bulk", Set.of()), 4);
      ListTerms again =
          new ListTerms(
              new ListTitle("bulk", ListKind.REFUSALS, "2"),
              FETCHED.plusSeconds(9),
              null,
              refusals("bulk", Set.of()).refusals(),
              "aa",
              0);
      assertThatThrownBy(() -> take(home, again, 5))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("never replaced");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R20", "X-19"})
  void whoIsOnABulkListIsRefusedAndRingsNoMore(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(3);
      List<Set<UUID>> told = new ArrayList<>();
      home.store().refusals().onRefusal(told::add);
      UUID zero = home.contact(0);
      Reserved ringing = home.redeem(zero);
      home.redeem(home.contact(1));

      take(home, refusals("survey", Set.of(Purpose.SURVEY)), 0, 1);
      assertThat(told).isEmpty();
      take(home, refusals("bulk", Set.of()), 0, 2);
      UUID person = home.facts(zero).contact().personId();
      assertThat(told).containsExactly(Set.of(person));
      assertThat(ringing).isNotNull();
      assertThat(home.facts(zero).dnc())
          .isInstanceOfSatisfying(
              DncState.Listed.class,
              listed ->
                  assertThat(listed.entries())
                      .extracting(entry -> entry.manner())
                      .containsExactly(Manner.REGULATOR, Manner.REGULATOR));
      UUID two = home.contact(2);
      assertThat(home.redeem(two, home.facts(two).contact().personId(), TestHome.number(2), 9))
          .isEmpty();
      assertThat(home.store().suppression().naming(TestHome.number(2))).hasSize(1);
    }
  }

  /** The call goes to one number, the word is about another of the same person. */
  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R20"})
  void whoWasMergedRingsNoMoreForAWordAboutEitherNumber(TestDatabase database) throws Exception {
    for (int named : List.of(0, 1)) {
      for (int ringing : List.of(0, 1)) {
        try (TestHome home = TestHome.on(database)) {
          home.open();
          home.register(2);
          home.store().persons().merge(TestHome.number(0), TestHome.number(1), "anna");
          UUID called = home.facts(home.contact(ringing)).contact().personId();
          List<Set<UUID>> told = new ArrayList<>();
          home.store().refusals().onRefusal(told::add);
          home.redeem(home.contact(ringing));

          take(home, refusals("bulk", Set.of()), named);
          assertThat(told).singleElement().satisfies(who -> assertThat(who).contains(called));
        }
      }
    }
  }

  @Test
  @Requirement({"R20", "R21"})
  void aFileThatIsGoneOrAlteredStopsEverybodyUntilItIsPutBack() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    home.open();
    home.register(2);
    UUID one = home.contact(1);
    ListInForce register = take(home, national("ab", FETCHED), 0);
    ListInForce bulk = take(home, refusals("bulk", Set.of()), 0);
    home.close();
    Path bulkFile = SealedList.file(home.settings.lists(), bulk.seal());
    byte[] altered = Files.readAllBytes(bulkFile);
    altered[600] ^= 1;
    Files.write(bulkFile, altered);
    Files.delete(SealedList.file(home.settings.lists(), register.seal()));

    home.open();
    UUID zero = home.contact(0);
    assertThat(home.facts(zero).dnc()).isInstanceOf(DncState.Unavailable.class);
    assertThat(entry(home.facts(one))).isInstanceOf(Found.Unreadable.class);
    assertThat(home.store().suppression().verify(bulk)).isInstanceOf(Found.Unreadable.class);
    take(home, national("ab", FETCHED), 0);
    take(home, refusals("bulk", Set.of()), 0);
    assertThat(home.facts(zero).dnc()).isInstanceOf(DncState.Listed.class);
    assertThat(home.facts(one).dnc()).isInstanceOf(DncState.NotListed.class);
    assertThat(entry(home.facts(one))).isEqualTo(Found.absent());
    assertThat(home.store().suppression().verify(bulk)).isEqualTo(Found.present(1L));
    home.close();
  }

  @Test
  void theJournalAloneKnowsWhichListsAreInForce() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    home.open();
    take(home, national("ab", FETCHED), 0);
    take(home, refusals("bulk", Set.of(Purpose.SURVEY)), 0);
    take(home, national("cd", FETCHED.plusSeconds(1)), 1);
    List<ListInForce> before = home.store().suppression().inForce();
    home.close();
    Path files = home.settings.lists();
    StoreSettings lost = TestDatabase.H2.fresh();
    Files.createDirectories(files);
    home.settings =
        new StoreSettings(
            lost.url(),
            lost.user(),
            lost.password(),
            lost.h2File(),
            home.settings.quarantine(),
            lost.controllerId(),
            false,
            4);
    home.open();
    assertThat(home.store().suppression().inForce()).isEqualTo(before).hasSize(2);
    assertThat(home.store().suppression().verify(before.getLast())).isEqualTo(Found.present(1L));
    home.close();
  }

  @Test
  void afterACrashAtAnyStepEitherListIsInForceAndWhole() throws Exception {
    int effect = 0;
    boolean crashed = true;
    while (crashed) {
      TestHome home = TestHome.on(TestDatabase.H2);
      home.open();
      take(home, national("ab", FETCHED), 0);
      home.crashes.crashAfter(effect);
      boolean reported = false;
      try {
        take(home, national("cd", FETCHED.plusSeconds(1)), 1);
        reported = true;
      } catch (RuntimeException e) {
        // The machine stopped.
      }
      crashed = home.crashes.crashed();
      home.kill();
      if (effect % 2 == 1) {
        home.lists.loseAllNotForced();
        home.files.loseAllNotForced();
      }
      String at = "after effect " + effect;
      home.open();
      List<ListInForce> lists = home.store().suppression().inForce();
      assertThat(lists).as(at).hasSize(1);
      ListInForce list = lists.getFirst();
      assertThat(home.store().suppression().verify(list)).as(at).isEqualTo(Found.present(1L));
      if (reported) {
        assertThat(list.terms().title().version()).as(at).isEqualTo("cd");
      }
      try (var names = Files.list(home.settings.lists())) {
        assertThat(names).as(at).hasSize(1);
      }
      home.close();
      effect++;
    }
    assertThat(effect).isGreaterThan(10);
  }
}
