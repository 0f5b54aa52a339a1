package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.Verification;
import dev.assent.compliance.store.suppression.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The machine stops after every possible effect (commit, write, force, key made) of an import, a
 * reservation, a consent, an end and a refusal. What was acknowledged is there afterwards, and
 * database and journal hold the same facts.
 */
@Timeout(240)
class CrashTest {
  /** What the caller was told before the crash. */
  private static final class Told {
    boolean imported;
    UUID contact;
    UUID attempt;
    UUID evidence;
    UUID refusal;
    boolean ended;
  }

  private enum Loss {
    PROCESS,
    EVERYTHING_NOT_FORCED,
    TORN
  }

  @Test
  void everyEffectOnH2() throws Exception {
    int effects = crashAfterEach(TestDatabase.H2, 1);
    assertThat(effects).isGreaterThan(38);
  }

  @Test
  void someEffectsOnPostgres() throws Exception {
    crashAfterEach(TestDatabase.POSTGRES, 9);
  }

  private static int crashAfterEach(TestDatabase database, int step) throws Exception {
    int effect = 0;
    while (crashAfter(database, effect, Loss.values()[effect % 3])) {
      effect += step;
    }
    return effect;
  }

  /** Whether the crash came before the end. */
  private static boolean crashAfter(TestDatabase database, int effect, Loss loss) throws Exception {
    TestHome home = TestHome.on(database);
    home.lot = 2;
    home.open();
    home.register(2);
    Told told = new Told();
    told.contact = home.contact(0);
    home.crashes.crashAfter(effect);
    boolean crashed = false;
    try {
      scenario(home, told);
    } catch (RuntimeException e) {
      crashed = true;
    }
    crashed |= home.crashes.crashed();
    home.kill();
    switch (loss) {
      case PROCESS -> {}
      case EVERYTHING_NOT_FORCED -> home.files.loseAllNotForced();
      case TORN -> home.files.powerCut(new Random(effect));
    }
    String at = database + " after effect " + effect + ", " + loss;
    Store store = home.open();
    check(home, store, told, at);
    home.close();
    Map<String, List<String>> recovered = Tables.facts(home.settings);
    if (database == TestDatabase.H2) {
      home.settings = database.fresh();
      home.open();
      home.close();
      assertThat(Tables.facts(home.settings)).as(at).isEqualTo(recovered);
    }
    return crashed;
  }

  private static void scenario(TestHome home, Told told) throws Exception {
    Store store = home.store();
    home.importContacts(4);
    told.imported = true;
    Reserved reserved = home.redeem(told.contact);
    told.attempt = reserved.attemptId();
    ConsentEvidence evidence = Evidence.agreed(reserved.attemptId(), home.now.get());
    told.evidence = store.consents().agreed(reserved.attemptId(), evidence);
    if (store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()))
        instanceof Refused.Durable(UUID id)) {
      told.refusal = id;
    }
    store.attempts().ended(reserved.attemptId(), Outcome.OPTED_OUT, Map.of());
    told.ended = true;
    store.checkpoint();
    store.killSwitches().inForce();
  }

  private static void check(TestHome home, Store store, Told told, String at) {
    List<UUID> contacts = new ArrayList<>();
    store.lists().forEachContact(TestHome.CAMPAIGN, contacts::add);
    assertThat(contacts).as(at).contains(told.contact);
    assertThat(contacts.size()).as(at).isIn(told.imported ? List.of(4) : List.of(2, 4));
    // A load that still counts may be marked as replaced by one that never came to count.
    assertThat(
            Tables.count(
                home.settings, "idle_load WHERE load_id NOT IN (SELECT load_id FROM batch)"))
        .as(at)
        .isZero();
    assertThat(Tables.count(home.settings, "contact")).as(at).isEqualTo(contacts.size());

    Map<EntryType, List<UUID>> entries = entries(home, at);
    if (told.attempt != null) {
      assertThat(entries.get(EntryType.ATTEMPT_HELD)).as(at).contains(told.attempt);
      assertThat(home.facts(told.contact).history() instanceof Found.Present(var h) ? h : null)
          .as(at)
          .satisfies(
              history ->
                  assertThat(history.person())
                      .singleElement()
                      .matches(call -> call.attemptId().equals(told.attempt))
                      .matches(call -> call.counts())
                      .matches(call -> !told.ended || call.outcome() == Outcome.OPTED_OUT));
    }
    assertThat(home.facts(told.contact).inFlight()).as(at).isEqualTo(Found.present(false));
    if (told.evidence != null) {
      assertThat(entries.get(EntryType.CONSENT_AGREED)).as(at).contains(told.evidence);
      assertThat(Tables.count(home.settings, "evidence")).as(at).isEqualTo(1);
    }
    if (told.refusal != null) {
      assertThat(entries.get(EntryType.OPT_OUT)).as(at).contains(told.refusal);
      assertThat(home.facts(told.contact).dnc()).as(at).isInstanceOf(DncState.Listed.class);
    }
  }

  /** Ids by type; each id once, and no gap in any counter. */
  private static Map<EntryType, List<UUID>> entries(TestHome home, String at) {
    assertThat(Journal.verify(TestHome.JOURNAL, home.files))
        .as(at)
        .isInstanceOf(Verification.Intact.class);
    Map<EntryType, List<UUID>> byType = new HashMap<>();
    Map<UUID, TreeSet<Long>> counters = new HashMap<>();
    home.journal()
        .forEach(
            placed -> {
              var entry = placed.entry();
              byType.computeIfAbsent(entry.type(), _ -> new ArrayList<>()).add(entry.id());
              if (entry.subject().n() > 0) {
                assertThat(
                        counters
                            .computeIfAbsent(entry.subject().number(), _ -> new TreeSet<>())
                            .add(entry.subject().n()))
                    .as(at)
                    .isTrue();
              }
            });
    byType.values().forEach(ids -> assertThat(ids).as(at).doesNotHaveDuplicates());
    counters
        .values()
        .forEach(counter -> assertThat(counter.last()).as(at).isEqualTo(counter.size()));
    return byType;
  }
}
