package dev.assent.compliance.store.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.compliance.store.Evidence;
import dev.assent.compliance.store.MemoryShelf;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.attempt.CutOffCalls;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.privacy.ErasureHome;
import dev.assent.compliance.store.privacy.RetentionSweep;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.Refused;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several engines on one PostgreSQL: who calls whom, and what becomes of a node that is gone. */
@Timeout(120)
class NodesTest {
  private static final Duration NO_WAIT = Duration.ofMillis(1);

  private static final int PEOPLE = 20;

  private static final Class<DncState.NotListed> NOT_LISTED = DncState.NotListed.class;

  private final StoreSettings shared = TestDatabase.POSTGRES.fresh();
  private final AtomicLong nanos = new AtomicLong(1);
  private final List<TestHome> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(TestHome::close);
  }

  private TestHome node(int number) {
    TestHome home = new TestHome(shared);
    if (!open.isEmpty()) {
      // One ledger for all.
      home.protection = open.getFirst().protection;
    }
    home.settings = shared.shared(settings(number, "machine " + number), "");
    return home;
  }

  private NodeSettings settings(int number, String place) {
    return new NodeSettings(id(number), "node" + number, place, nanos::get);
  }

  private static UUID id(int number) {
    return new UUID(0xDE, number);
  }

  private TestHome open(TestHome home) {
    home.open();
    open.add(home);
    look(home);
    return home;
  }

  private static Cluster cluster(TestHome home) {
    return home.store().cluster().orElseThrow();
  }

  private static Cluster.Look look(TestHome home) {
    return cluster(home).look(NO_WAIT);
  }

  private TestHome first() throws Exception {
    TestHome first = open(node(1));
    first.register(6);
    for (int other = 2; other <= 3; other++) {
      assertThat(first.store().admit(id(other), "node" + other, "kid", "bob")).isTrue();
    }
    return first;
  }

  private static List<UUID> due(TestHome home, int limit) {
    return home.store().lists().due(TestHome.CAMPAIGN, TestHome.START, limit);
  }

  private void gone(int number) throws SQLException {
    sql(
        "UPDATE node_beat SET beat_at = beat_at - INTERVAL '11 seconds' WHERE node_id = '%s'"
            .formatted(id(number)));
  }

  private void sql(String statement) throws SQLException {
    sql(shared, statement);
  }

  private static void sql(StoreSettings database, String statement) throws SQLException {
    try (Connection admin =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement run = admin.createStatement()) {
      run.execute(statement);
    }
  }

  private static List<JournalEntry> journalled(TestHome... homes) {
    Map<UUID, JournalEntry> all = new TreeMap<>();
    for (TestHome home : homes) {
      home.journal().forEach(placed -> all.put(placed.entry().id(), placed.entry()));
    }
    return List.copyOf(all.values());
  }

  /** Every number's entries, of all journals together, count from 1 without a gap. */
  private static void assertCounted(List<JournalEntry> entries) {
    Map<UUID, Set<Long>> byNumber = new TreeMap<>();
    for (JournalEntry entry : entries) {
      if (entry.subject().n() > 0) {
        assertThat(
                byNumber
                    .computeIfAbsent(entry.subject().number(), _ -> new HashSet<>())
                    .add(entry.subject().n()))
            .isTrue();
      }
    }
    byNumber.forEach((_, seen) -> assertThat(seen).allMatch(n -> n >= 1 && n <= seen.size()));
  }

  @Test
  void noContactIsOfTwoNodes() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    List<UUID> ofOne = due(one, 4);
    List<UUID> ofTwo = due(two, 4);
    assertThat(ofOne).hasSize(4);
    assertThat(ofTwo).hasSize(2).doesNotContainAnyElementsOf(ofOne);
    assertThat(due(one, 4)).as("asked again").containsExactlyInAnyOrderElementsOf(ofOne);

    Reserved called = one.redeem(ofOne.getFirst());
    assertThat(two.store().lists().elsewhere(TestHome.CAMPAIGN)).isTrue();
    assertThatThrownBy(() -> two.redeem(ofOne.get(1))).as("not its own").isNotNull();
    one.store().attempts().ended(called.attemptId(), Outcome.OPTED_OUT, Map.of());
    one.store().lists().release(TestHome.CAMPAIGN);
    assertThat(due(two, 10)).hasSize(5).doesNotContain(ofOne.getFirst());
    assertThat(one.store().lists().elsewhere(TestHome.CAMPAIGN)).isTrue();
    assertCounted(journalled(one, two));
  }

  /** A claim that no run uses up would keep the campaign from its end at every other node. */
  @Test
  void whoOnlyAsksWhoIsDueClaimsNobody() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    assertThat(one.store().lists().firstDue(TestHome.CAMPAIGN, TestHome.START)).isPresent();
    assertThat(two.store().lists().elsewhere(TestHome.CAMPAIGN)).isFalse();
    assertThat(due(two, 20)).hasSize(6);
    assertThat(one.store().lists().firstDue(TestHome.CAMPAIGN, TestHome.START)).isPresent();
    assertThat(due(one, 20)).isEmpty();
  }

  /** It may bring people again whose contacts are gone, and counts on their keys already. */
  @Test
  void aSweepAtOneNodeLeavesTheKeysThatAnImportAtAnotherCountsOn() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    RetentionSweep sweep =
        one.store()
            .erasures(new MemoryShelf(one.crashes), gone(), _ -> 0, () -> ErasureHome.TERMS)
            .sweep();
    one.now.set(TestHome.START.plus(Duration.ofDays(400)));
    try (ImportBatch list = two.store().imports().begin(TestHome.SOURCE, TestHome.FILE, "bob", 2)) {
      for (int i = 0; i < 4; i++) {
        list.add(TestHome.row(i));
      }
      assertThat(sweep.sweep().destroyed()).doesNotContainKey(HeldKind.CONTACT);
      list.switchOver();
    }
    assertThat(two.facts(two.contact(3)).contact().number()).isEqualTo(TestHome.number(3));
    assertThat(sweep.sweep().destroyed()).containsKey(HeldKind.CONTACT);
  }

  private static KeyCopies gone() {
    return new KeyCopies() {
      @Override
      public Instant goneFrom(Instant destroyedAt) {
        return destroyedAt;
      }

      @Override
      public boolean gone(Instant destroyedAt) {
        return true;
      }
    };
  }

  /** As docs/backup.md has it: the dump is older than what the nodes did since. */
  @Test
  void aDatabaseRestoredFromItsDumpLearnsTheRestFromEveryNodesJournal() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    closeAll();
    open.clear();
    String name = shared.url().replaceAll(".*/|\\?.*", "");
    sql("CREATE DATABASE dump_%1$s TEMPLATE %1$s".formatted(name));
    open(one);
    open(two);
    Reserved called = one.redeem(due(one, 1).getFirst());
    one.store().attempts().ended(called.attemptId(), Outcome.BUSY, Map.of());
    UUID refusing = due(two, 1).getFirst();
    two.store()
        .refusals()
        .add(two.facts(refusing).contact().number(), TestHome.optOut(TestHome.START), "anna");
    closeAll();
    open.clear();

    one.settings = restored(one.settings, name);
    two.settings = restored(two.settings, name);
    open(one);
    assertThat(one.store().opening().applied()).isPositive();
    assertThat(holds(one)).extracting(Hold::scope).containsExactly(Hold.Scope.GLOBAL);
    assertThat(holds(one).getFirst().reason()).contains("start every node, then lift");
    assertThat(one.facts(refusing).dnc()).as("only the other knows").isInstanceOf(NOT_LISTED);
    open(two);
    assertThat(one.facts(refusing).dnc()).isNotInstanceOf(NOT_LISTED);
    assertThat(holds(two)).isNotEmpty();
    try (Connection database =
            DriverManager.getConnection(
                one.settings.url(), one.settings.user(), one.settings.password());
        Statement run = database.createStatement();
        var row =
            run.executeQuery(
                "SELECT outcome FROM attempt WHERE id = '%s'".formatted(called.attemptId()))) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("BUSY");
    }
    assertCounted(journalled(one, two));
  }

  /**
   * What one took over from the other stands in both journals, and in the dump, if at all, as the
   * other's. Whoever starts first, and however often, learns what the dump lacks, once.
   */
  @ParameterizedTest
  @ValueSource(strings = {"21", "112", "1g1g2"})
  void aDumpFromBeforeATakeoverIsNotToldTheSameTwice(String starts) throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    Reserved early = two.redeem(due(two, 1).getFirst());
    String name = shared.url().replaceAll(".*/|\\?.*", "");
    crash(two);
    one.close();
    open.remove(one);
    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    sql("CREATE DATABASE dump_%1$s TEMPLATE %1$s".formatted(name));
    gone(2);
    open(one); // and takes over
    open(two);
    two.tick(Duration.ofSeconds(1));
    one.tick(Duration.ofSeconds(2));
    two.store().registers().setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
    one.store().registers().setCampaignState(TestHome.CAMPAIGN, Campaign.State.DRAFT, "anna");
    Reserved late = two.redeem(due(two, 1).getFirst());
    Reserved told = two.redeem(due(two, 2).getLast());
    two.store().attempts().ended(told.attemptId(), Outcome.BUSY, Map.of());
    crash(two);
    gone(2);
    look(one);
    Map<Reserved, String> outcomes = new LinkedHashMap<>();
    for (Reserved attempt : List.of(early, late, told)) {
      outcomes.put(attempt, outcome(shared, attempt));
    }
    assertThat(outcomes.values()).containsExactly("UNKNOWN", "UNKNOWN", "BUSY");
    crash(one);

    one.settings = restored(one.settings, name);
    two.settings = restored(two.settings, name);
    long applied = 0;
    for (int i = 0; i < starts.length(); i++) {
      char start = starts.charAt(i);
      if (start == 'g') {
        age(one.settings);
        continue;
      }
      TestHome home = start == '2' ? two : one;
      if (open.contains(home)) {
        home.close();
        open.remove(home);
      }
      open(home);
      applied += home.store().opening().applied();
    }
    assertThat(applied).isPositive();
    assertThat(holds(one)).isNotEmpty();
    assertThat(outcome(one.settings, told)).isEqualTo("BUSY");
    assertThat(one.store().registers().campaign(TestHome.CAMPAIGN))
        .as("what it is since the latest word")
        .isInstanceOfSatisfying(
            Found.Present.class, found -> assertThat(found.toString()).contains("state=DRAFT"));
    for (Hold hold : holds(one)) {
      one.store().killSwitches().lift(hold.id(), TestHome.BOB);
    }
    look(one);
    look(two);
    for (Reserved attempt : outcomes.keySet()) {
      assertThat(outcome(one.settings, attempt)).isEqualTo(outcomes.get(attempt));
    }
    for (TestHome home : List.of(one, two)) {
      List<UUID> ids = new ArrayList<>();
      home.journal().forEach(placed -> ids.add(placed.entry().id()));
      assertThat(ids).as("once in a journal").doesNotHaveDuplicates();
    }
    assertCounted(journalled(one, two));
  }

  /** As a process that is gone: who comes after it must not wait for its lease. */
  private void crash(TestHome home) {
    home.crashes.crashAfter(0);
    kill(home);
    open.remove(home);
  }

  private static void age(StoreSettings database) throws SQLException {
    sql(database, "UPDATE node_beat SET beat_at = beat_at - INTERVAL '11 seconds'");
  }

  private static StoreSettings restored(StoreSettings before, String name) {
    return new StoreSettings(
        before.url().replace("/" + name + "?", "/dump_" + name + "?"),
        before.user(),
        before.password(),
        before.h2File(),
        before.quarantine(),
        before.controllerId(),
        before.sole(),
        before.connections(),
        before.node());
  }

  /**
   * What a node that lives records is in its spool until the call is over, and whether a call died
   * before its recording was opened stands in its journal.
   */
  @Test
  @Requirement("R08")
  void eachNodeLooksForItsOwnRecordingsAndForThoseOfTheDead() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    UUID here = agreed(one);
    UUID there = agreed(two);
    assertThat(one.store().figures().agreedHere(TestHome.CAMPAIGN, TestHome.START))
        .containsExactly(here);
    assertThat(two.store().figures().agreedHere(TestHome.CAMPAIGN, TestHome.START))
        .containsExactly(there);
    two.store().attempts().recordingOpened(new UUID(0xEC, 1), there, new byte[32]);
    crash(two);
    gone(2);
    look(one);
    assertThat(one.store().figures().agreedHere(TestHome.CAMPAIGN, TestHome.START))
        .containsExactlyInAnyOrder(here, there);
    CutOffCalls cutOff = new CutOffCalls();
    one.journal().forEach(cutOff);
    assertThat(one.store().attempts().ofThisNode(cutOff.beforeRecording()))
        .as("nobody knows here that it was opened")
        .isEmpty();
  }

  private static UUID agreed(TestHome home) {
    UUID attempt = home.redeem(due(home, 1).getFirst()).attemptId();
    home.store().consents().agreed(attempt, Evidence.agreed(attempt, TestHome.START));
    return attempt;
  }

  @Test
  void whatOneRefusesEndsWhatRingsAtAnother() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    UUID contact = due(two, 1).getFirst();
    two.redeem(contact);
    Set<UUID> told = new HashSet<>();
    two.store().refusals().onRefusal(told::addAll);
    UUID person = two.facts(contact).contact().personId();
    one.store()
        .refusals()
        .add(two.facts(contact).contact().number(), TestHome.optOut(TestHome.START), "anna");
    look(two);
    assertThat(told).contains(person);
    told.clear();
    look(two);
    assertThat(told).as("once").isEmpty();
  }

  /** Both read the same before either writes: the later must not undo what the earlier did. */
  @Test
  void ofTwoWordsAboutACampaignAtOnceAStopStays() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    Registers registers = one.store().registers();
    registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
    registers.approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, new byte[] {1});
    registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.RUNNING, "anna");
    Thread stops;
    Thread pauses;
    try (Connection admin =
            DriverManager.getConnection(shared.url(), shared.user(), shared.password());
        Statement busy = admin.createStatement()) {
      admin.setAutoCommit(false);
      busy.execute("SELECT id FROM register WHERE kind = 'CAMPAIGN' FOR UPDATE");
      stops = says(one, Campaign.State.STOPPED);
      awaitBlocked(busy, 1);
      pauses = says(two, Campaign.State.PAUSED);
      awaitBlocked(busy, 2);
      admin.commit();
    }
    stops.join();
    pauses.join();
    assertThat(registers.campaign(TestHome.CAMPAIGN))
        .isInstanceOfSatisfying(
            Found.Present.class, found -> assertThat(found.toString()).contains("state=STOPPED"));
  }

  private static Thread says(TestHome home, Campaign.State state) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                home.store().registers().setCampaignState(TestHome.CAMPAIGN, state, "anna");
              } catch (NotAllowed _) {
                // It came too late.
              }
            });
  }

  private static void awaitBlocked(Statement admin, int sessions) throws SQLException {
    int blocked = 0;
    for (int look = 0; blocked < sessions; look++) {
      assertThat(look).as("looks until %d wait", sessions).isLessThan(1_000_000);
      try (var row =
          admin.executeQuery(
              "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                  + " AND wait_event_type = 'Lock'")) {
        row.next();
        blocked = row.getInt(1);
      }
    }
  }

  /** Calls of the run would speak the old words, and be proven with the new ones. */
  @Test
  void wordsAreNotChangedWhileAnyNodeHasARun() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    String other = "ab".repeat(32);
    Registers registers = one.store().registers();
    two.store().runs().begins(TestHome.CAMPAIGN);
    two.store().runs().begins(TestHome.CAMPAIGN); // its engine begins one at a time
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isTrue();
    assertThatThrownBy(() -> registers.setCampaignScript(TestHome.CAMPAIGN, other, "anna"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("another node");
    two.store().runs().ends(TestHome.CAMPAIGN);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isFalse();
    registers.setCampaignScript(TestHome.CAMPAIGN, other, "anna");
  }

  /** Else what drains would wait for it for ever. */
  @Test
  void theRunOfANodeThatDiedIsOverWithItsLeaseAndItsCalls() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    two.store().runs().begins(TestHome.CAMPAIGN);
    Reserved ringing = two.redeem(due(two, 1).getFirst());
    look(one);
    assertThat(one.store().runs().atWork(TestHome.CAMPAIGN)).isTrue();
    two.store().runs().ends(TestHome.CAMPAIGN);
    assertThat(one.store().runs().atWork(TestHome.CAMPAIGN)).as("its call is open").isTrue();
    two.store().runs().begins(TestHome.CAMPAIGN);

    crash(two);
    look(one);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).as("it may live").isTrue();
    gone(2);
    look(one);
    assertThat(one.store().runs().atWork(TestHome.CAMPAIGN)).isFalse();
    assertThat(outcome(ringing)).isEqualTo("UNKNOWN");
  }

  @Test
  void whoLeavesOrStartsAgainHasNoRun() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    two.store().runs().begins(TestHome.CAMPAIGN);
    two.close();
    open.remove(two);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isFalse();
    open(two);
    two.store().runs().begins(TestHome.CAMPAIGN);
    crash(two);
    open(two);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isFalse();
  }

  /** The database was away when it ended. */
  @Test
  void aRunWhoseEndWasNotToldIsTakenBackByItsNode() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    two.store().runs().begins(TestHome.CAMPAIGN);
    one.store().runs().forgetAllBut(_ -> false);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).as("another node's").isTrue();
    two.store().runs().forgetAllBut(TestHome.CAMPAIGN::equals);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).as("it goes on").isTrue();
    var asked = new AtomicInteger();
    two.store().runs().forgetAllBut(_ -> asked.incrementAndGet() > 1);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).as("begun meanwhile").isTrue();
    two.store().runs().forgetAllBut(_ -> false);
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isFalse();
  }

  @Test
  void aRegistrationIsOneNodesUntilItsLeaseRunsOut() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    RegistrationLeases ofOne = cluster(one).registrations();
    RegistrationLeases ofTwo = cluster(two).registrations();
    assertThat(ofOne.hold("north").orElseThrow())
        .as("its holder stops before the database gives it away")
        .isLessThan(nanos.get() + RegistrationLeases.COUNTS.toNanos());
    assertThat(ofTwo.hold("north")).isEmpty();
    assertThat(ofOne.hold("north")).isPresent();
    sql("UPDATE registration_lease SET until_at = until_at - INTERVAL '11 seconds'");
    assertThat(ofTwo.hold("north")).isPresent();
    assertThat(ofOne.hold("north")).as("too late").isEmpty();
    ofTwo.release("north");
    assertThat(ofOne.hold("north")).isPresent();
    gone(1);
    look(two);
    assertThat(ofTwo.hold("north")).as("of a dead node").isPresent();
    assertThatThrownBy(() -> ofOne.hold("north")).as("fenced out").isNotNull();
  }

  private static Departure letGo(TestHome by, String name, boolean lost) {
    return by.store().letGo(name, lost, "bob");
  }

  @Test
  void whoLeavesForGoodIsWaitedForByNobody() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    List<UUID> ofTwo = due(two, 2);
    Reserved ringing = two.redeem(ofTwo.getFirst());
    assertThat(cluster(two).registrations().hold("north")).isPresent();
    two.store().runs().begins(TestHome.CAMPAIGN);
    assertThat(letGo(one, "node9", false)).isEqualTo(Departure.UNKNOWN);
    assertThat(letGo(one, "node1", false)).isEqualTo(Departure.THIS_ONE);
    assertThat(letGo(one, "node2", true)).isEqualTo(Departure.RUNS);
    crash(two);
    gone(2);
    assertThat(letGo(one, "node2", false)).isEqualTo(Departure.CUT_OFF);
    assertThat(one.store().cluster().orElseThrow().nodes())
        .extracting(Cluster.Node::name)
        .contains("node2");
    assertThat(letGo(one, "node2", true)).isEqualTo(Departure.LEFT);
    assertThat(letGo(one, "node2", true)).isEqualTo(Departure.LEFT_BEFORE);

    assertThat(one.store().cluster().orElseThrow().nodes())
        .extracting(Cluster.Node::name)
        .containsExactly("node1", "node3");
    assertThat(outcome(ringing)).isEqualTo("UNKNOWN");
    assertThat(due(one, 10)).as("its claims are free").contains(ofTwo.get(1));
    assertThat(cluster(one).registrations().hold("north")).isPresent();
    assertThat(one.store().runs().any(TestHome.CAMPAIGN)).isFalse();
    assertThat(journalled(one))
        .extracting(JournalEntry::type)
        .as("what it committed stands in a journal that stays")
        .contains(EntryType.NODE_FENCED, EntryType.ATTEMPT_HELD, EntryType.NODE_LEFT);
    assertThatThrownBy(two::open).hasMessageContaining("left this database for good");
    assertThat(one.store().admit(id(2), "node4", "kid", "bob")).as("its request").isFalse();
    assertThat(one.store().admit(id(4), "node2", "kid", "bob")).as("its name").isFalse();
  }

  @Test
  void whoWasStoppedOrNeverCameInLeavesToo() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    TestHome three = node(3);
    two.close();
    open.remove(two);
    assertThat(letGo(one, "node2", false)).isEqualTo(Departure.LEFT);
    assertThat(letGo(one, "node3", false)).isEqualTo(Departure.LEFT);
    assertThatThrownBy(three::open).as("its grant").hasMessageContaining("for good");
    assertThatThrownBy(two::open).hasMessageContaining("for good");
    one.store().checkpoint();
    crash(one);
    open(one);
    assertThat(one.store().opening().applied()).as("nothing is told twice").isZero();
  }

  @Test
  void whoDoesNotLookCallsNobody() throws Exception {
    TestHome one = first();
    assertThat(holds(one)).isEmpty();
    nanos.addAndGet(Duration.ofMillis(1001).toNanos());
    assertThat(cluster(one).stopped()).isPresent();
    assertThat(holds(one)).hasSize(1);
    look(one);
    assertThat(holds(one)).isEmpty();
  }

  private static List<Hold> holds(TestHome home) {
    return home.store().killSwitches().inForce() instanceof Found.Present(List<Hold> holds)
        ? holds
        : List.of();
  }

  @Test
  void aDeadNodesCallsAreUnknownAndItWritesNothingAnyMore() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    List<UUID> ofTwo = due(two, 2);
    Reserved ringing = two.redeem(ofTwo.getFirst());
    look(one);
    assertThat(cluster(two).stopped()).isEmpty();

    gone(2);
    look(one);
    assertThatThrownBy(
            () -> two.store().attempts().ended(ringing.attemptId(), Outcome.AGREED, Map.of()))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> two.redeem(ofTwo.get(1))).isInstanceOf(StoreUnavailable.class);
    assertThat(look(two)).isInstanceOf(Cluster.Look.Fenced.class);
    assertThat(cluster(two).stopped()).isPresent();
    // Its late 9 is kept in its own journal, and counts when it is back.
    assertThat(two.store().refusals().optOut(ringing.attemptId(), TestHome.optOut(TestHome.START)))
        .isEqualTo(new Refused.Pending(idOf(two), true));

    List<UUID> free = due(one, 10);
    assertThat(free).as("its claims are free").contains(ofTwo.get(1));
    assertThat(one.facts(ofTwo.get(1)).history()).isInstanceOf(Found.Present.class);
    assertThat(outcome(ringing)).isEqualTo("UNKNOWN");

    two.close();
    open.remove(two);
    open(two);
    assertThat(two.store().opening().refusalsCarriedOut()).isEqualTo(1);
    assertThat(two.store().opening().applied()).isZero();
    assertThat(
            one.store()
                .of(new Attempt(TestHome.CAMPAIGN, ofTwo.getFirst(), "loop"), TestHome.START)
                .dnc())
        .isNotInstanceOf(NOT_LISTED);
    assertCounted(journalled(one, two));
  }

  private static UUID idOf(TestHome home) {
    List<UUID> pending = new ArrayList<>();
    home.journal()
        .forEach(
            placed -> {
              if (placed.entry().type() == EntryType.OPT_OUT_PENDING) {
                pending.add(placed.entry().id());
              }
            });
    return pending.getLast();
  }

  private String outcome(Reserved attempt) throws SQLException {
    return outcome(shared, attempt);
  }

  private static String outcome(StoreSettings database, Reserved attempt) throws SQLException {
    try (Connection admin =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement run = admin.createStatement();
        var row =
            run.executeQuery(
                "SELECT outcome FROM attempt WHERE id = '%s'".formatted(attempt.attemptId()))) {
      row.next();
      return row.getString(1);
    }
  }

  /** Stopped before each commit and each write of its journal in turn. */
  @Test
  void whoIsClaimedByANodeThatDiesIsCalledByOneOrFree() throws Exception {
    TestHome one = open(node(1));
    one.register(PEOPLE);
    assertThat(one.store().admit(id(2), "node2", "kid", "bob")).isTrue();
    TestHome two = node(2);
    Set<UUID> before = Set.of();
    boolean died = true;
    for (int effects = 0; died; effects++) {
      two.open();
      look(two);
      two.crashes.crashAfter(effects);
      UUID called = null;
      try {
        List<UUID> claims = new ArrayList<>(due(two, PEOPLE));
        claims.removeAll(before); // the rules would say no to them
        UUID claimed = claims.getFirst();
        two.redeem(claimed);
        called = claimed;
      } catch (RuntimeException e) {
        // Nobody was told that they are to be called.
      }
      died = two.crashes.crashed();
      kill(two);
      gone(2);
      look(one);
      String at = "after effect " + effects;
      Set<UUID> attempted = attempted();
      for (UUID contact : attempted) {
        assertThat(one.facts(contact).history())
            .as("%s: its call counts", at)
            .isInstanceOfSatisfying(
                Found.Present.class, found -> assertThat(found.toString()).contains("UNKNOWN"));
      }
      if (called != null) {
        assertThat(attempted).as(at).contains(called);
      }
      Set<UUID> all = new HashSet<>(due(one, PEOPLE));
      all.addAll(attempted);
      assertThat(all).as("%s: nobody is forgotten", at).hasSize(PEOPLE);
      before = attempted;
      one.store().lists().release(TestHome.CAMPAIGN);
    }
    two.open();
    two.close();
    assertCounted(journalled(one, two));
  }

  private static void kill(TestHome home) {
    try {
      home.kill();
    } catch (RuntimeException _) {
      // It could not say that it leaves.
      home.crashes.run();
      home.journal().close();
    }
  }

  private Set<UUID> attempted() throws SQLException {
    Set<UUID> found = new HashSet<>();
    try (Connection admin =
            DriverManager.getConnection(shared.url(), shared.user(), shared.password());
        Statement run = admin.createStatement();
        var row = run.executeQuery("SELECT contact_id, state FROM attempt")) {
      while (row.next()) {
        assertThat(row.getString(2)).as("no call stays open").isNotEqualTo("HELD");
        assertThat(found.add(row.getObject(1, UUID.class))).as("once").isTrue();
      }
    }
    return found;
  }

  @Test
  void whatADeadNodeCommittedIsJournalledByAnother() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    Reserved ringing = two.redeem(due(two, 1).getFirst());
    // As if its journal had not taken the entry before the power went.
    long before = entriesAbout(one, ringing);
    assertThat(before).isZero();
    gone(2);
    look(one);
    assertThat(entriesAbout(one, ringing)).as("held, and its end").isEqualTo(2);
    one.store().checkpoint();
    one.close();
    open.remove(one);
    open(one);
    assertThat(one.store().opening().applied()).as("nothing twice").isZero();
    two.close();
    open.remove(two);
    open(two);
    assertThat(two.store().opening().applied()).isZero();
    two.store().checkpoint();
    assertThat(two.store().killSwitches().inForce()).isEqualTo(Found.present(List.of()));
    assertCounted(journalled(one, two));
  }

  private static long entriesAbout(TestHome home, Reserved attempt) {
    return journalled(home).stream()
        .filter(entry -> entry.about().equals(attempt.attemptId()))
        .count();
  }

  @Test
  void aHomeThatWasNotGrantedOrIsACopyIsRefused() throws Exception {
    TestHome one = first();
    TestHome stranger = new TestHome(shared);
    stranger.settings = shared.shared(settings(9, "machine 9"), "");
    assertThatThrownBy(stranger::open)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("keys grant");
    TestHome copy = new TestHome(shared);
    copy.settings = shared.shared(settings(1, "another machine"), "");
    assertThatThrownBy(copy::open)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("copy");
    assertThat(one.store().admit(id(2), "node7", "kid", "bob")).as("named before").isFalse();
    assertThat(cluster(one).nodes()).hasSize(3);
  }

  @Test
  void sharesOfATrunkNeverExceedItAndAreAllUsed() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    TestHome three = open(node(3));
    List<TrunkShares> shares =
        List.of(cluster(one).shares(), cluster(two).shares(), cluster(three).shares());
    RandomGenerator random = new SplittableRandom(7);
    Map<Integer, TrunkShares.Share> held = new TreeMap<>();
    for (int step = 0; step < 60; step++) {
      int node = random.nextInt(3);
      held.put(node, shares.get(node).renew("loop", 10, 7, 0, true));
      assertSum(held, 10.0, 7);
    }
    for (int round = 0; round < 2; round++) {
      for (int node = 0; node < 3; node++) {
        held.put(node, shares.get(node).renew("loop", 10, 7, 0, true));
      }
    }
    assertThat(held.values().stream().mapToDouble(TrunkShares.Share::callsPerSecond).sum())
        .isGreaterThanOrEqualTo(9.5);
    shares.get(0).release("loop");
    held.remove(0);
    held.put(1, shares.get(1).renew("loop", 10, 7, 0, true));
    held.put(2, shares.get(2).renew("loop", 10, 7, 0, true));
    assertSum(held, 10.0, 7);
    assertThat(Objects.requireNonNull(held.get(1)).callsPerSecond()).isGreaterThan(4.9);
  }

  private static void assertSum(Map<Integer, TrunkShares.Share> held, double calls, int channels) {
    assertThat(held.values().stream().mapToDouble(TrunkShares.Share::callsPerSecond).sum())
        .isLessThanOrEqualTo(calls + 1e-9);
    assertThat(held.values().stream().mapToInt(TrunkShares.Share::channels).sum())
        .isLessThanOrEqualTo(channels);
  }

  @Test
  void theLastSlotOfACapIsOneNodesOnly() throws Exception {
    TestHome one = first();
    TestHome two = open(node(2));
    List<Thread> threads = new ArrayList<>();
    AtomicLong reserved = new AtomicLong();
    Consumer<TestHome> caller =
        home -> {
          for (int round = 0; round < 6; round++) {
            for (UUID contact : due(home, 3)) {
              var facts = home.facts(contact).contact();
              Optional<Reserved> got = home.redeem(contact, facts.personId(), facts.number(), 1);
              got.ifPresent(
                  attempt -> {
                    reserved.incrementAndGet();
                    home.store()
                        .attempts()
                        .ended(attempt.attemptId(), Outcome.BUSY, Map.of("rang", "true"));
                  });
            }
          }
        };
    for (TestHome home : List.of(one, two)) {
      threads.add(Thread.ofVirtual().start(() -> caller.accept(home)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(reserved.get()).isEqualTo(6);
    assertCounted(journalled(one, two));
  }
}
