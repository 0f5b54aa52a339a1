package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
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
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.compliance.store.suppression.ListShelf;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.SuppressionLists;
import dev.assent.compliance.suppression.DiskListFiles;
import dev.assent.compliance.suppression.ListFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * The database of a home, tied to its journal. What a method says is durable is committed and its
 * entry forced in the journal; a database that is lost is rebuilt from there. Any thread.
 */
public final class Store implements AutoCloseable, FactsSource, Reservations {
  private final Database database;
  private final Optional<Cluster> cluster;
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final FourEyes fourEyes;
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
  private final Accesses accesses;
  private final TestNumbers testNumbers;
  private final Dossiers dossiers;
  private final Reviews reviews;
  private final ReviewDesk reviewDesk;
  private final GateFacts gateFacts;
  private final Opening opening;

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
    FactsReader reader =
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
    dossiers = new Dossiers(commits, source, protection, journal);
    reviews = new Reviews(commits, source, protection);
    reviewDesk = new ReviewDesk(commits, source, journal, protection);
    opening = recover(settings, journal, protection, quarantined);
    SpareKeys spares =
        new SpareKeys(protection.keys(), protection.cipher(), database, cluster.isPresent(), aside);
    consents = new Consents(commits, source, protection, registered, inFlight, spares);
    TestFacts testFacts = new TestFacts(protection, context, registered, holds, shelf);
    gateFacts =
        new GateFacts(
            database,
            patience,
            holds,
            reader,
            new Reserving(commits, source, protection, reader, inFlight, spares),
            testFacts,
            new TestReserving(commits, source, protection, testFacts, inFlight));
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
    return new UsableDatabase(settings, around, threads, clock)
        .under(
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
                    quarantined));
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
    return gateFacts.of(attempt, now);
  }

  /**
   * @throws StoreUnavailable as {@link #of}
   */
  @Override
  public Facts again(Attempt attempt, Instant now) {
    return gateFacts.again(attempt, now);
  }

  @Override
  public List<Facts> ofMany(UUID campaignId, String trunk, List<UUID> contactIds, Instant now) {
    return gateFacts.ofMany(campaignId, trunk, contactIds, now);
  }

  @Override
  public Found<List<Hold>> holds() {
    return gateFacts.holds();
  }

  @Override
  public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
    return gateFacts.underLock(permit, work);
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
