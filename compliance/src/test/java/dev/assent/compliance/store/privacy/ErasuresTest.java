package dev.assent.compliance.store.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.ErasureItem.Fate;
import dev.assent.compliance.privacy.ErasurePlan;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A person who asks to be erased: at once where nothing holds it, else on the day its floor ends.
 */
@Timeout(120)
@Requirement({"R15", "R55", "R58", "X-15", "X-16", "A-33", "B-16"})
class ErasuresTest {
  private static final Duration RECORDINGS = Duration.ofDays(184);
  private static final Duration CALLS = Duration.ofDays(1096);

  private static Map<HeldKind, Fate> fates(ErasurePlan plan) {
    Map<HeldKind, Fate> fates = new EnumMap<>(HeldKind.class);
    plan.items().forEach(item -> fates.put(item.held().kind(), item.fate()));
    return fates;
  }

  private static Instant until(ErasurePlan plan, HeldKind kind) {
    return fates(plan).get(kind) instanceof Fate.FloorRuns(var floor) ? floor.until() : Instant.MIN;
  }

  private static Set<Restriction> restrictions(TestHome home, int number) {
    return home.facts(home.contact(number)).subject() instanceof Found.Present(SubjectState state)
        ? state.restrictions()
        : Set.of();
  }

  @ParameterizedTest
  @EnumSource
  void anEvidencePackGoesWithWhatItTold(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      home.register(3);
      erasing.called(0);
      erasing.called(2);
      GatheredEvidence.Pack before = new GatheredEvidence.Pack(person(erasing, 0), home.now.get());
      GatheredEvidence.Pack merged = new GatheredEvidence.Pack(person(erasing, 1), home.now.get());
      GatheredEvidence.Pack other = new GatheredEvidence.Pack(person(erasing, 2), home.now.get());
      erasing.packs.addAll(List.of(before, merged, other));
      home.store().persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      home.tick(Duration.ofDays(2));

      erasing.erase(erasing.asksToBeErased(0));
      assertThat(erasing.packs).containsExactly(other);

      home.tick(Duration.ofDays(1));
      GatheredEvidence.Pack later = new GatheredEvidence.Pack(before.person(), home.now.get());
      erasing.packs.addAll(List.of(before, later));
      erasing.erasures().sweep().sweep();
      assertThat(erasing.packs)
          .as("what was gathered while they were erased goes, what was left may be gathered again")
          .containsExactly(other, later);
    }
  }

  private static UUID person(ErasureHome erasing, int number) throws Exception {
    return erasing.erasures().plan(TestHome.number(number)).items().getFirst().held().person();
  }

  @ParameterizedTest
  @EnumSource
  void eachKeyGoesOnItsDayAndNotBefore(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      Store store = home.store();
      home.register(2);
      erasing.called(0);
      erasing.called(1);
      store.refusals().add(TestHome.number(0), TestHome.optOut(home.now.get()), "anna");
      Instant called = home.now.get();
      home.tick(Duration.ofDays(2));
      RightsRequest request = erasing.asksToBeErased(0);

      ErasurePlan plan = erasing.erasures().plan(request.id());
      assertThat(fates(plan).get(HeldKind.CONTACT)).isEqualTo(new Fate.Now(null));
      assertThat(until(plan, HeldKind.RECORDING)).isEqualTo(called.plus(RECORDINGS));
      assertThat(until(plan, HeldKind.CALL)).isEqualTo(called.plus(CALLS));
      assertThat(until(plan, HeldKind.EVIDENCE))
          .as("from the end of the consent, which was the refusal")
          .isEqualTo(called.plus(CALLS));
      assertThat(plan.refusals()).isEqualTo(1);
      assertThat(fates(plan).get(HeldKind.CALL))
          .extracting(Object::toString)
          .asString()
          .contains("X-05", "cn-own-customer retention.cdr.floorDays=1096");

      DestructionCertificate primary = erasing.erase(request);
      assertThat(primary.lines())
          .containsExactly(new DestructionCertificate.Line(HeldKind.CONTACT, 1, 1));
      assertThat(primary.operator()).isEqualTo("anna");
      assertThat(primary.approver()).isEqualTo("bob");
      assertThat(primary.finalAt()).isNull();
      assertThat(Tables.count(home.settings, "contact")).isEqualTo(1);
      assertThat(home.keys.count()).as("one key less").isEqualTo(2 * 4 - 1 + spare(home));

      home.importContacts(2);
      assertThat(restrictions(home, 0)).contains(Restriction.ERASED);
      assertThat(restrictions(home, 1)).isEmpty();
      assertThat(home.facts(home.contact(0)).dnc()).isInstanceOf(DncState.Listed.class);
      erasing.erasures().sweep().sweep();
      assertThat(Tables.count(home.settings, "contact"))
          .as("a list that brings them again is taken back")
          .isEqualTo(1);

      assertThat(erasing.erasures().certificate(primary.id()).orElseThrow().finalAt()).isNull();
      home.tick(Duration.ofDays(8));
      erasing.copiesStay = true;
      assertThat(erasing.erasures().sweep().sweep().finals()).isZero();
      erasing.copiesStay = false;
      assertThat(erasing.erasures().sweep().sweep().finals()).isEqualTo(2);
      assertThat(erasing.erasures().certificate(primary.id()).orElseThrow().finalAt())
          .isEqualTo(home.now.get());

      at(home, called.plus(RECORDINGS).minusSeconds(1));
      erasing.erasures().sweep().sweep();
      assertThat(erasing.shelf.all()).hasSize(2);
      at(home, called.plus(RECORDINGS));
      assertThat(erasing.erasures().sweep().sweep().destroyed())
          .containsEntry(HeldKind.RECORDING, 2L);
      assertThat(erasing.shelf.all()).isEmpty();

      at(home, called.plus(CALLS).plus(Duration.ofDays(2)));
      assertThat(erasing.erasures().sweep().overdueSinceSweep())
          .as("the last sweep was long ago")
          .isEqualTo(erasing.erasures().sweep().overdue())
          .isPositive();
      erasing.erasures().sweep().sweep();
      assertThat(erasing.erasures().sweep().overdueSinceSweep()).isZero();
      at(home, called.plus(CALLS).plus(Duration.ofDays(185)));
      erasing.erasures().sweep().sweep();
      assertThat(erasing.liveKeys("contact_key")).isEmpty();
      assertThat(erasing.liveKeys("call_key")).isEmpty();
      assertThat(erasing.liveKeys("evidence_key")).isEmpty();
      assertThat(home.keys.count()).isEqualTo(spare(home));
      assertThat(erasing.erasures().sweep().overdue()).isZero();
      assertThat(erasing.erasures().sweep().tooEarly()).isZero();
      assertThat(store.refusals().why(TestHome.number(0))).hasSize(1);
      assertThat(Tables.longs(home.settings, "SELECT COUNT(*) FROM number WHERE bi IS NOT NULL"))
          .containsExactly(0L);
      assertThat(
              Tables.longs(home.settings, "SELECT COUNT(*) FROM number WHERE dnc_bi IS NOT NULL"))
          .as("of the one who refused, and of nobody else")
          .containsExactly(1L);
    }
  }

  private static void at(TestHome home, Instant time) {
    home.now.set(time);
  }

  /** Keys made ahead that nobody has. */
  private static int spare(TestHome home) throws Exception {
    return Tables.longs(home.settings, "SELECT key_row FROM spare_key").size();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyErasesAlone(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      erasing.home.register(1);
      RightsRequest request = erasing.asksToBeErased(0);
      Erasures erasures = erasing.erasures();
      assertThatThrownBy(() -> erasures.approve(request.id(), TestHome.BOB, new byte[] {1}))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("nobody ordered it");
      assertThatThrownBy(() -> erasures.order(request.id(), "0".repeat(64), "bob"))
          .hasMessageContaining("another one now");
      erasures.order(request.id(), erasures.plan(request.id()).hash(), "bob");
      assertThatThrownBy(() -> erasures.approve(request.id(), TestHome.BOB, new byte[] {1}))
          .hasMessageContaining("ask another user");
      User carl = new User("carl", Set.of(Role.LEGAL), "cc", true);
      assertThatThrownBy(() -> erasures.approve(request.id(), carl, new byte[] {0}))
          .hasMessageContaining("signature");
      assertThatThrownBy(() -> erasing.home.store().rights().answer(request.id(), false, "", "bob"))
          .hasMessageContaining("nothing was erased yet");
      assertThat(Tables.count(erasing.home.settings, "contact")).isEqualTo(1);

      erasures.approve(request.id(), carl, new byte[] {1});
      assertThat(Tables.count(erasing.home.settings, "contact")).isZero();
      erasing.home.store().rights().answer(request.id(), false, "erased", "bob");
      assertThatThrownBy(() -> erasures.plan(request.id()))
          .hasMessageContaining("answered already");
      RightsRequest access = RightsRequestsTest.ask(erasing.home, 0, RightKind.ACCESS);
      assertThatThrownBy(() -> erasures.plan(access.id())).hasMessageContaining("ACCESS");
    }
  }

  @ParameterizedTest
  @EnumSource
  void allNumbersOfAllWhoAreOneAreErased(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      home.register(3);
      home.store().persons().merge(TestHome.number(0), TestHome.number(2), "anna");
      RightsRequest request = erasing.asksToBeErased(2);
      ErasurePlan plan = erasing.erasures().plan(request.id());
      assertThat(plan.numbers()).isEqualTo(2);
      assertThat(plan.items())
          .extracting(item -> item.held().kind())
          .containsExactlyInAnyOrder(
              HeldKind.CONTACT, HeldKind.CONTACT, HeldKind.EVIDENCE, HeldKind.EVIDENCE);
      assertThat(plan.now()).hasSize(4);
      erasing.erase(request);
      home.importContacts(3);
      assertThat(restrictions(home, 0)).contains(Restriction.ERASED);
      assertThat(restrictions(home, 2)).contains(Restriction.ERASED);
      assertThat(restrictions(home, 1)).isEmpty();
    }
  }

  /** Wherever the process dies, the next look goes on to the same end. */
  @ParameterizedTest
  @EnumSource
  void aCrashAnywhereIsGoneOnWith(TestDatabase database) throws Exception {
    int step = database == TestDatabase.H2 ? 1 : 7;
    for (int effect = 0; ; effect += step) {
      ErasureHome erasing = new ErasureHome(database);
      TestHome home = erasing.home;
      home.register(2);
      UUID recording = erasing.called(0);
      home.tick(RECORDINGS);
      RightsRequest request = erasing.asksToBeErased(0);
      erasing.erasures().order(request.id(), erasing.erasures().plan(request.id()).hash(), "anna");
      int before = home.keys.count();
      home.crashes.crashAfter(effect);
      boolean whole = false;
      try {
        erasing.erasures().approve(request.id(), TestHome.BOB, new byte[] {1});
        whole = !home.crashes.crashed();
      } catch (RuntimeException e) {
        // What was begun is gone on with below.
      }
      home.kill();
      if (effect % 2 == 0) {
        home.files.loseAllNotForced();
      }
      home.open();
      String at = database + " after effect " + effect;
      erasing.erasures().goOn();
      if (erasing.erasures().certificates().isEmpty()) {
        assertThat(home.keys.count()).as(at).isEqualTo(before);
        erasing.erasures().approve(request.id(), TestHome.BOB, new byte[] {1});
      }
      assertThat(erasing.erasures().certificates()).as(at).hasSize(1);
      assertThat(erasing.shelf.all())
          .as(at)
          .extracting(RecordingShelf.Kept::id)
          .doesNotContain(recording);
      // CONTACT and share B; floors hold CALL and EVIDENCE.
      assertThat(home.keys.count()).as(at).isEqualTo(before - 2);
      home.importContacts(2);
      assertThat(restrictions(home, 0)).as(at).contains(Restriction.ERASED);
      home.close();
      Map<String, List<String>> facts = Tables.facts(home.settings);
      home.settings = database.fresh();
      home.open();
      home.close();
      assertThat(Tables.facts(home.settings)).as(at).isEqualTo(facts);
      if (whole) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAFloorHoldsIsNotTouchedEvenWhenAsked(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      erasing.home.register(1);
      erasing.called(0);
      RightsRequest request = erasing.asksToBeErased(0);
      Collection<ErasureItem> later = erasing.erasures().plan(request.id()).later();
      assertThat(later).hasSize(3);
      ErasureRun run =
          new ErasureRun(null, null, erasing.home.protection, erasing.shelf, null, null);
      assertThatThrownBy(() -> run.begin(List.copyOf(later), null))
          .hasMessageContaining("a floor or a case holds");
    }
  }
}
