package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Permits;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.Crashes;
import dev.assent.compliance.journal.FaultyFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.SeededSecureRandom;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Patience;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A home whose journal and keys are in memory, on either database, with a clock that is set. */
public final class TestHome implements AutoCloseable {
  static final Path JOURNAL = Path.of("/home/journal");
  public static final Instant START = Instant.parse("2026-03-02T04:00:00Z");
  public static final UUID SOURCE = new UUID(0x50, 1);
  public static final UUID CAMPAIGN = new UUID(0xCA, 1);
  public static final String FILE = "f".repeat(64);
  public static final User ANNA = new User("anna", Set.of(Role.OPERATOR), "aa", true);
  public static final User BOB = new User("bob", Set.of(Role.COMPLIANCE), "bb", true);

  public final Crashes crashes = new Crashes();
  public final FaultyFiles files = new FaultyFiles(crashes);
  public final MemoryEvidence evidence = new MemoryEvidence();
  public final TestKeys keys;
  public Protection protection;
  public final CrashingListFiles lists = new CrashingListFiles(crashes);
  public final AtomicReference<Instant> now = new AtomicReference<>(START);

  /** Processes that share a database must not make the same ids. */
  private static final AtomicLong SEEDS = new AtomicLong(Long.getLong("assent.test.seed", 5));

  private final SeededSecureRandom random = new SeededSecureRandom(SEEDS.getAndIncrement());
  public StoreSettings settings;
  public Patience patience = TestHome::wait;
  Path journalDirectory = JOURNAL;
  public FactsContext context = new Context();

  /** Lets a millisecond pass at each look at the clock. */
  boolean ticking;

  /** Rows a transaction of an import. */
  public int lot = ImportBatch.ROWS_AT_ONCE;

  JournalFiles journalFiles = files;
  private Journal journal;
  private Store store;

  /** Wraps the database's connections, below those that crash. */
  UnaryOperator<DataSource> around = UnaryOperator.identity();

  public TestHome(StoreSettings settings) {
    this(settings, null);
  }

  /** With keys that another process knows too. */
  TestHome(StoreSettings settings, @Nullable String keySeed) {
    this.settings = settings;
    this.keys = keySeed == null ? new TestKeys(crashes) : new TestKeys(crashes, keySeed);
    this.protection =
        new Protection(keys, keys, keys, (user, _, signature) -> signature[0] == 1, evidence);
  }

  public static TestHome on(TestDatabase database) {
    return new TestHome(database.fresh());
  }

  public static boolean wait(Future<?> work, Duration atMost) {
    try {
      work.get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException | TimeoutException e) {
      return false;
    }
  }

  public Store open() {
    journal = Journal.open(journalDirectory, journalFiles, this::instant, random, _ -> {});
    try {
      store =
          Store.open(
              settings,
              journal,
              protection,
              context,
              this::instant,
              random,
              patience,
              source -> CrashingDataSource.around(around.apply(source), crashes),
              lists,
              () -> Database.threads(settings),
              task -> Thread.ofVirtual().start(task));
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    return store;
  }

  public Store store() {
    return store;
  }

  public Journal journal() {
    return journal;
  }

  private Instant instant() {
    return ticking ? now.updateAndGet(at -> at.plusMillis(1)) : now.get();
  }

  public void tick(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  private static final class Context implements FactsContext {
    @Override
    public ClockState clock() {
      return new ClockState(true, Duration.ZERO, "", "2026a");
    }

    @Override
    public RecorderState recorder() {
      return new RecorderState.Ready();
    }

    @Override
    public Map<String, String> promptHashes() {
      return Map.of();
    }

    @Override
    public Found<Policy> policy(List<String> packs) {
      return Found.absent();
    }

    @Override
    public Calendars calendars() {
      return new Calendars(List.of());
    }

    @Override
    public Found<TrunkState> trunk(String name) {
      return Found.absent();
    }

    @Override
    public Found<IvrCapacity> capacity() {
      return Found.absent();
    }

    @Override
    public Found<Places> places(String trunk) {
      return Found.absent();
    }
  }

  public static PhoneNumber number(int i) {
    return PhoneNumber.ofE164("+86199%08d".formatted(i));
  }

  public static SourceProof sourceProof() {
    return new SourceProof(
        SOURCE,
        "web form",
        SourceProof.Type.SELF_WEB,
        "",
        List.of(),
        Set.of(),
        LocalDate.of(2026, 1, 1),
        "notice 1",
        LocalDate.of(2027, 1, 1),
        SourceProof.State.DRAFT,
        "anna",
        null,
        null,
        false);
  }

  public static Campaign campaign(UUID id) {
    return new Campaign(
        id,
        "spring",
        Purpose.MARKETING,
        List.of("cn"),
        "5c".repeat(32),
        List.of("+8619900000001"),
        "loop",
        START,
        START.plus(Duration.ofDays(30)),
        Campaign.State.DRAFT,
        "anna",
        null,
        false,
        Campaign.OnRefuse.END,
        true,
        new Campaign.Pacing(5, 10),
        Set.of(),
        false,
        false,
        null,
        List.of(),
        Campaign.Dialling.USUAL);
  }

  public static CallerNumber callerNumber() {
    return new CallerNumber(
        "+8619900000001",
        "+8619900000001",
        "Fictional Ltd",
        "",
        "F-1",
        Set.of(Purpose.MARKETING),
        true,
        "L-1",
        "ab".repeat(32),
        "",
        LocalDate.of(2026, 1, 1),
        null,
        "",
        LocalDate.of(2027, 1, 1),
        null,
        List.of("loop"));
  }

  public static ContactRow row(int i) {
    return new ContactRow(
        i,
        number(i),
        "Person " + i,
        null,
        Whereabouts.UNSAID,
        "zh-CN",
        null,
        QuietTimes.NONE,
        START.plus(Duration.ofDays(300)),
        List.of(
            new ContactRow.GivenGrant(
                GrantScope.CALL,
                Set.of(Purpose.MARKETING),
                Set.of(Channel.VOICE),
                true,
                ConsentForm.WEB_TICK,
                "notice 1",
                START.minus(Duration.ofDays(1)),
                START.plus(Duration.ofDays(300)),
                "e".repeat(64),
                null)));
  }

  /** Source, caller number, contacts and campaign, as far as not there yet. */
  public void register(int contacts) throws Exception {
    if (!(store.registers().source(SOURCE) instanceof Found.Present)) {
      store.registers().addSource(sourceProof(), "anna");
    }
    UUID batch = importContacts(contacts);
    if (!(store.registers().campaign(CAMPAIGN) instanceof Found.Present)) {
      store.registers().putCallerNumber(callerNumber(), "anna");
      store.registers().addCampaign(campaign(CAMPAIGN), List.of(batch), "anna");
    }
  }

  public UUID importContacts(int contacts) throws NotAllowed, RowRejected {
    try (ImportBatch batch = store.imports().begin(SOURCE, FILE, "anna", lot)) {
      for (int i = 0; i < contacts; i++) {
        batch.add(row(i));
      }
      return batch.switchOver().batchId();
    }
  }

  /** The contact of that number in the campaign. */
  public UUID contact(int i) {
    AtomicReference<UUID> found = new AtomicReference<>();
    store
        .lists()
        .forEachContact(
            CAMPAIGN,
            id -> {
              if (facts(id).contact().number().equals(number(i))) {
                found.set(id);
              }
            });
    return found.get();
  }

  public Facts facts(UUID contact) {
    return store.of(new Attempt(CAMPAIGN, contact, "loop"), now.get());
  }

  /** Reserves a call the way the gate does: refusal, cap and running calls read under the lock. */
  public Optional<Reserved> redeem(UUID contact, UUID person, PhoneNumber number, int cap) {
    Attempt attempt = new Attempt(CAMPAIGN, contact, "loop");
    return store
        .underLock(
            Permits.of(attempt, person, number, now.get()),
            locked -> {
              Facts facts = locked.facts();
              long counted =
                  facts.history() instanceof Found.Present(var history)
                      ? history.person().stream().filter(call -> call.counts()).count()
                      : Long.MAX_VALUE;
              if (!(facts.dnc() instanceof DncState.NotListed) || counted >= cap) {
                return Optional.<Reserved>empty();
              }
              return Optional.of(locked.reserve(decision(), "call@" + UUID.randomUUID()));
            })
        .flatMap(reserved -> reserved);
  }

  public Reserved redeem(UUID contact) {
    Facts facts = facts(contact);
    return redeem(contact, facts.contact().personId(), facts.contact().number(), Integer.MAX_VALUE)
        .orElseThrow();
  }

  public static DecisionRecord decision() {
    return new DecisionRecord(UUID.randomUUID(), START, "", "", "", "", "", "", "", List.of());
  }

  public static OptOut optOut(Instant at) {
    return new OptOut(Manner.KEY9, at, null, null, null);
  }

  @Override
  public void close() {
    store.close();
    journal.close();
  }

  /** The process is gone: threads end, connections break, nothing more reaches a file. */
  public void kill() {
    store.close();
    try {
      journal.close();
    } catch (Crashes.Crashed _) {
      // The head is not forced by a process that is gone.
    }
    crashes.run();
  }
}
