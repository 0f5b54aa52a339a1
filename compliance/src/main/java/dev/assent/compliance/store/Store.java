package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.intake.InboxFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.attempt.ConnectCounts;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.compliance.store.attempt.FactsReader;
import dev.assent.compliance.store.attempt.Reserving;
import dev.assent.compliance.store.attempt.TestFacts;
import dev.assent.compliance.store.attempt.TestNumbers;
import dev.assent.compliance.store.attempt.TestReserving;
import dev.assent.compliance.store.campaign.CampaignFigures;
import dev.assent.compliance.store.campaign.CampaignLists;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.consent.Consents;
import dev.assent.compliance.store.consent.Grants;
import dev.assent.compliance.store.contact.Imports;
import dev.assent.compliance.store.contact.Persons;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.nodes.Departure;
import dev.assent.compliance.store.nodes.NodeRows;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.person.NumberRows;
import dev.assent.compliance.store.person.Subjects;
import dev.assent.compliance.store.privacy.Dossiers;
import dev.assent.compliance.store.privacy.Erasures;
import dev.assent.compliance.store.privacy.LegalHolds;
import dev.assent.compliance.store.privacy.RightsRequests;
import dev.assent.compliance.store.register.CampaignRuns;
import dev.assent.compliance.store.register.Gaps;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.compliance.store.review.Exports;
import dev.assent.compliance.store.review.Reconciliations;
import dev.assent.compliance.store.review.ReviewDesk;
import dev.assent.compliance.store.review.Reviews;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKeys;
import dev.assent.compliance.store.sql.CallersThread;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Patience;
import dev.assent.compliance.store.sql.Quarantine;
import dev.assent.compliance.store.sql.SqlFailure;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.compliance.store.suppression.ListShelf;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.SuppressionLists;
import dev.assent.compliance.suppression.DiskListFiles;
import dev.assent.compliance.suppression.ListFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a home, tied to its journal. What a method says is durable is committed and its
 * entry forced in the journal; a database that is lost is rebuilt from there. Any thread.
 */
public final class Store implements AutoCloseable, FactsSource, Reservations {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final int H2_FILE_IN_USE = 90020;

  /** Of the facts of one attempt (requirements 2.1): whoever has to wait longer is denied. */
  private static final Duration FACTS_WITHIN = Duration.ofMillis(200);

  /** In line for a connection; and of a process's first reading, which loads and parses it all. */
  private static final Duration BEGUN_WITHIN = Duration.ofSeconds(2);

  private final Database database;
  private final Patience patience;
  private final Optional<Cluster> cluster;
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final FourEyes fourEyes;
  private final FactsReader reader;
  private final Holds holds;
  private final Gaps gaps;
  private final Registers registers;
  private final CampaignLists lists;
  private final CampaignRuns runs;
  private final CampaignFigures figures;
  private final Imports imports;
  private final Refusals refusals;
  private final ListShelf shelf;
  private final SuppressionLists suppression;
  private final Consents consents;
  private final Subjects subjects;
  private final RightsRequests rights;
  private final LegalHolds legalHolds;
  private final Exports exports;
  private final Grants grants;
  private final Persons persons;
  private final Attempts attempts;
  private final Optional<Takeover> successor;
  private final Reconciliations reconciliations;
  private final Reserving reserving;
  private final Accesses accesses;
  private final TestNumbers testNumbers;
  private final TestFacts testFacts;
  private final TestReserving testReserving;
  private final Dossiers dossiers;
  private final Reviews reviews;
  private final ReviewDesk reviewDesk;
  private final Opening opening;
  private volatile boolean haveRead;

  private Store(
      Database database,
      StoreSettings settings,
      Journal journal,
      Protection protection,
      FactsContext context,
      Commits.Source source,
      Patience patience,
      ListFiles listFiles,
      Executor aside,
      Optional<Path> quarantined) {
    this.database = database;
    this.patience = patience;
    this.source = source;
    this.protection = protection;
    this.fourEyes = new FourEyes(settings.sole(), protection.approvals());
    cluster = settings.node().map(node -> Cluster.enter(database, settings, node, journal));
    commits =
        new Commits(
            database,
            journal,
            source,
            sql -> new Projection(sql, settings.controllerId(), Identities.KNOWN_ROWS),
            cluster,
            aside);
    Registered registered = new Registered();
    CallsInFlight inFlight = new CallsInFlight();
    ConnectCounts connects = new ConnectCounts(cluster.isPresent());
    holds = new Holds(commits, source);
    gaps = new Gaps(commits, source);
    shelf = new ListShelf(settings.lists(), listFiles, protection.indexer().version());
    reader =
        new FactsReader(
            protection, context, registered, holds, connects, inFlight, cluster.isPresent(), shelf);
    lists = new CampaignLists(commits, source, protection.indexer());
    runs = new CampaignRuns(commits);
    figures = new CampaignFigures(commits);
    registers = new Registers(commits, source, registered, fourEyes, lists::changed);
    imports = new Imports(commits, source, protection, settings.controllerId(), lists::changed);
    NumberRows numbers = new NumberRows(database, source, settings.controllerId());
    refusals =
        new Refusals(
            commits, source, journal, protection.indexer(), numbers, holds, inFlight, patience);
    subjects = new Subjects(commits, source, protection, numbers, refusals::tell);
    legalHolds = new LegalHolds(commits, source, protection.indexer(), fourEyes);
    exports = new Exports(commits, source, fourEyes, registers);
    rights = new RightsRequests(commits, source, subjects, refusals::tell);
    suppression =
        new SuppressionLists(
            commits,
            source,
            protection.indexer(),
            registered,
            settings,
            listFiles,
            shelf,
            refusals::tell);
    grants = new Grants(commits, source, protection, numbers, refusals);
    persons = new Persons(commits, source, protection, settings.sole(), refusals::tell);
    attempts = new Attempts(commits, source, journal, inFlight, connects);
    reconciliations = new Reconciliations(commits, source, protection, fourEyes, refusals);
    accesses = new Accesses(commits, source, journal);
    testNumbers = new TestNumbers(commits, source, protection, subjects);
    testFacts = new TestFacts(protection, context, registered, holds, shelf);
    testReserving = new TestReserving(commits, source, protection, testFacts, inFlight);
    dossiers = new Dossiers(commits, source, protection, journal);
    reviews = new Reviews(commits, source, protection);
    reviewDesk = new ReviewDesk(commits, source, journal, protection);
    opening = recover(settings, journal, protection, quarantined);
    SpareKeys spares =
        new SpareKeys(protection.keys(), protection.cipher(), database, cluster.isPresent(), aside);
    consents = new Consents(commits, source, protection, registered, inFlight, spares);
    reserving = new Reserving(commits, source, protection, reader, inFlight, spares);
    successor = cluster.map(own -> new Takeover(commits, source, journal, attempts, own.id()));
    cluster.ifPresent(
        own -> {
          own.onNews(refusals::tellHere);
          own.takesOver(successor.orElseThrow());
        });
  }

  /**
   * Opens or makes the database, brings it and the journal to the same facts, carries out refusals
   * that were pending, and closes attempts left open as UNKNOWN. A broken embedded database is
   * moved to the quarantine and rebuilt.
   *
   * @throws StoreUnavailable when the database cannot be used; nothing may be dialed
   */
  public static Store open(
      StoreSettings settings,
      Journal journal,
      Protection protection,
      FactsContext context,
      InstantSource clock,
      SecureRandom random,
      Patience patience) {
    return open(
        settings,
        journal,
        protection,
        context,
        clock,
        random,
        patience,
        UnaryOperator.identity(),
        new DiskListFiles(),
        () -> Database.threads(settings),
        task -> Thread.ofVirtual().name("store-aside").start(task));
  }

  /**
   * The same on the caller's thread, chores and transactions alike, with all the time they want:
   * for simulations, where one thread at a time goes on and nobody interrupts it.
   */
  public static Store openAlone(
      StoreSettings settings,
      Journal journal,
      Protection protection,
      FactsContext context,
      InstantSource clock,
      SecureRandom random,
      ListFiles listFiles) {
    return open(
        settings,
        journal,
        protection,
        context,
        clock,
        random,
        Patience::endless,
        UnaryOperator.identity(),
        listFiles,
        CallersThread::new,
        Runnable::run);
  }

  static Store open(
      StoreSettings settings,
      Journal journal,
      Protection protection,
      FactsContext context,
      InstantSource clock,
      SecureRandom random,
      Patience patience,
      UnaryOperator<DataSource> around,
      ListFiles listFiles,
      Supplier<ExecutorService> threads,
      Executor aside) {
    Commits.Source source = new RandomIds(clock, random);
    BiFunction<Database, Optional<Path>, Store> make =
        (database, quarantined) ->
            new Store(
                database,
                settings,
                journal,
                protection,
                context,
                source,
                patience,
                listFiles,
                aside,
                quarantined);
    Optional<Path> quarantined =
        settings
            .h2File()
            .filter(Quarantine::isMarked)
            .map(file -> quarantine(settings, file, "found while it was used", clock.instant()));
    Database database;
    try {
      database = Database.open(settings, around, threads.get());
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.UNWRITABLE) {
        throw new StoreUnavailable("the database cannot be written: is its disk full?", e);
      }
      quarantined = Optional.of(quarantine(settings, e, clock.instant()));
      database = reopen(settings, around, threads.get());
    }
    try {
      return make(database, quarantined, make);
    } catch (StoreUnavailable e) {
      Optional<Path> broken = settings.h2File().filter(Quarantine::isMarked);
      if (broken.isEmpty()) {
        throw e;
      }
      // Opening did not notice what reading did.
      Path moved = quarantine(settings, broken.get(), "found while it was read", clock.instant());
      return make(reopen(settings, around, threads.get()), Optional.of(moved), make);
    }
  }

  private static Store make(
      Database database,
      Optional<Path> quarantined,
      BiFunction<Database, Optional<Path>, Store> make) {
    try {
      return make.apply(database, quarantined);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Path quarantine(StoreSettings settings, SQLException failure, Instant now) {
    Path file =
        settings
            .h2File()
            .filter(database -> Files.exists(Quarantine.file(database)))
            .filter(_ -> failure.getErrorCode() != H2_FILE_IN_USE)
            .orElseThrow(
                () ->
                    new StoreUnavailable(
                        "the database cannot be opened, error " + failure.getSQLState(), failure));
    return quarantine(settings, file, "error " + failure.getSQLState(), now);
  }

  private static Path quarantine(StoreSettings settings, Path file, String why, Instant now) {
    Path moved = Quarantine.move(file, settings.quarantine(), now);
    LOG.error(
        "the database is broken ({}), moved to {}; its facts are taken from the journal, contacts"
            + " must be imported again",
        why,
        moved);
    return moved;
  }

  private static Database reopen(
      StoreSettings settings, UnaryOperator<DataSource> around, ExecutorService threads) {
    try {
      return Database.open(settings, around, threads);
    } catch (SQLException e) {
      throw new StoreUnavailable("no new database can be made, error " + e.getSQLState(), e);
    }
  }

  private Opening recover(
      StoreSettings settings, Journal journal, Protection protection, Optional<Path> quarantined) {
    Recovery.Result result =
        new Recovery(
                database,
                journal,
                settings.controllerId(),
                protection.cipher(),
                protection.keys(),
                cluster)
            .run();
    commits.alreadyForced(result.outbox(), result.ofOthers());
    if (cluster.isPresent() && !result.fresh() && result.applied() > 0) {
      holds.set(
          Hold.Scope.GLOBAL,
          "",
          Takeover.LACKED
              + "%d entries of node %s: start every node, then lift"
                  .formatted(result.applied(), cluster.get().name()),
          "engine");
    }
    result.pending().forEach(refusals::carryOut);
    attempts.findOpen(result.ends());
    if (cluster.isEmpty() || !database.transaction(Takeover::restored)) {
      attempts.settleOpen();
    } // else another node's journal may know their ends
    imports.dropIdle(Optional.empty());
    suppression.recover();
    if (!result.outbox().isEmpty() || cluster.isPresent()) {
      commits.trim();
    }
    return new Opening(
        quarantined,
        result.fresh() && result.applied() > 0,
        result.applied(),
        result.appended(),
        result.pending().size());
  }

  /** Ids and times as given to the store. */
  private record RandomIds(InstantSource clock, SecureRandom random) implements Commits.Source {
    @Override
    public UUID id() {
      // RFC 9562, version 4.
      long high = (random.nextLong() & ~0xF000L) | 0x4000L;
      long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
      return new UUID(high, low);
    }

    @Override
    public UUID orderedId() {
      // RFC 9562, version 7.
      long high = (clock.instant().toEpochMilli() << 16) | 0x7000L | (random.nextInt() & 0xFFFL);
      long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
      return new UUID(high, low);
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }

  public Opening opening() {
    return opening;
  }

  public Registers registers() {
    return registers;
  }

  public Imports imports() {
    return imports;
  }

  public Refusals refusals() {
    return refusals;
  }

  public SuppressionLists suppression() {
    return suppression;
  }

  /** Who came in through the pages, and what they did there. */
  public Accesses accesses() {
    return accesses;
  }

  /**
   * Erasures and retention, over the recordings of the home.
   *
   * @param terms how long things are kept, by the packs in force when asked
   */
  public Erasures erasures(
      RecordingShelf recordings,
      KeyCopies copies,
      GatheredEvidence packs,
      Supplier<RetentionTerms> terms) {
    return new Erasures(
        commits, source, protection, fourEyes, refusals::tell, recordings, copies, packs, terms);
  }

  /**
   * The folder of refusals that come by other channels.
   *
   * @param region where a number without a country code belongs
   */
  public Inbox inbox(InboxFiles files, String region) {
    return new Inbox(refusals, commits, source, holds, files, region);
  }

  public Consents consents() {
    return consents;
  }

  public Subjects subjects() {
    return subjects;
  }

  public RightsRequests rights() {
    return rights;
  }

  /** Cases that need data kept. */
  public LegalHolds legalHolds() {
    return legalHolds;
  }

  /** Recordings that leave the house. */
  public Exports exports() {
    return exports;
  }

  public Grants grants() {
    return grants;
  }

  public TestNumbers testNumbers() {
    return testNumbers;
  }

  public Dossiers dossiers() {
    return dossiers;
  }

  public Persons persons() {
    return persons;
  }

  /** What was found of calls that are over. */
  public Reviews reviews() {
    return reviews;
  }

  /** What QA people do with recordings. */
  public ReviewDesk reviewDesk() {
    return reviewDesk;
  }

  public Attempts attempts() {
    return attempts;
  }

  /** Calls of unknown end, and what a carrier's records say of them. */
  public Reconciliations reconciliations() {
    return reconciliations;
  }

  public CampaignLists lists() {
    return lists;
  }

  /** Which nodes have a run of a campaign. */
  public CampaignRuns runs() {
    return runs;
  }

  /** How far campaigns are, and what came of them. */
  public CampaignFigures figures() {
    return figures;
  }

  public Holds killSwitches() {
    return holds;
  }

  /** What this home does not know of itself. */
  public Gaps gaps() {
    return gaps;
  }

  /**
   * @throws StoreUnavailable also when they could not be read in time: who waits so long is denied
   */
  @Override
  public Facts of(Attempt attempt, Instant now) {
    return inTime(
        sql -> attempt.test() ? testFacts.read(sql, attempt, now) : reader.read(sql, attempt, now));
  }

  /**
   * @throws StoreUnavailable as {@link #of}
   */
  @Override
  public Facts again(Attempt attempt, Instant now) {
    return inTime(
        sql ->
            attempt.test() ? testFacts.read(sql, attempt, now) : reader.again(sql, attempt, now));
  }

  private Facts inTime(Database.Work<Facts> reading) {
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    Future<Facts> read = database.begin(reading, () -> begun.complete(true));
    Duration within = haveRead ? FACTS_WITHIN : BEGUN_WITHIN;
    if (!patience.await(begun, BEGUN_WITHIN) || !patience.await(read, within)) {
      throw new StoreUnavailable("the facts could not be read in time", null);
    }
    Facts facts = Database.join(read);
    haveRead = true;
    return facts;
  }

  @Override
  public List<Facts> ofMany(UUID campaignId, String trunk, List<UUID> contactIds, Instant now) {
    if (campaignId.equals(TestCall.CAMPAIGN)) {
      return List.of(); // test numbers are rung one by one, and no contact is one
    }
    return database.transaction(sql -> reader.read(sql, campaignId, trunk, contactIds, now));
  }

  @Override
  public Found<List<Hold>> holds() {
    return holds.inForce();
  }

  @Override
  public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
    return permit.attempt().test()
        ? testReserving.underLock(permit, work)
        : reserving.underLock(permit, work);
  }

  /** Why nothing is begun on the database: its disk is full, or failed it. */
  public Optional<String> trouble() {
    return database.trouble();
  }

  /** Puts everything on the database's disk and drops what the journal holds from the outbox. */
  public void checkpoint() {
    commits.trim();
  }

  /**
   * Copies the database while it goes on, with all that was committed before.
   *
   * @param zip is made, with the file {@code assent.mv.db} in it
   * @throws StoreUnavailable for a database of another server, which has its own way
   */
  public void copyTo(Path zip) {
    database.copyTo(zip);
  }

  /** This engine among those that share its database; empty where it has its own. */
  public Optional<Cluster> cluster() {
    return cluster;
  }

  /**
   * Lets another engine share this database, under this organisation's keys, which it was given.
   *
   * @param key names the key of its machine that they were sealed to
   * @return false when there is a node of that id or name
   */
  public boolean admit(UUID node, String name, String key, String actor) {
    return commits.run(
        tx -> {
          boolean free = new NodeRows(tx.sql()).free(node, name);
          if (free) {
            tx.write(
                JournalEntry.operational(
                    source.id(),
                    EntryType.KEYS_GRANTED,
                    source.now(),
                    actor,
                    node,
                    Json.write(new Payloads.KeysGranted(name, key))));
          }
          return free;
        });
  }

  /**
   * Lets a node that shared this database go for good.
   *
   * @param lost whether what only its journal knows is given up
   * @throws java.util.NoSuchElementException where this engine has its database for itself
   */
  public Departure letGo(String node, boolean lost, String actor) {
    return successor.orElseThrow().leaves(node, lost, actor);
  }

  /** How many statements the database was given. */
  public long statementsRun() {
    return database.statementsRun();
  }

  /** Lets a database that is only in memory ({@link StoreSettings#inMemory}) end with this. */
  public void forget() {
    database.forget();
  }

  @Override
  public void close() {
    cluster.ifPresent(Cluster::close);
    database.close();
    shelf.close();
  }
}
