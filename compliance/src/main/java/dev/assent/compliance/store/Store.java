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
import dev.assent.compliance.journal.Journal;
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
import java.util.concurrent.Future;
import java.util.function.Function;
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
  private final Commits commits;
  private final Commits.Source source;
  private final FactsReader reader;
  private final Holds holds;
  private final Registers registers;
  private final CampaignLists lists;
  private final Imports imports;
  private final Refusals refusals;
  private final ListShelf shelf;
  private final SuppressionLists suppression;
  private final Consents consents;
  private final Subjects subjects;
  private final Grants grants;
  private final Persons persons;
  private final Attempts attempts;
  private final Reserving reserving;
  private final TestNumbers testNumbers;
  private final TestFacts testFacts;
  private final TestReserving testReserving;
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
      Optional<Path> quarantined) {
    this.database = database;
    this.patience = patience;
    this.source = source;
    commits = new Commits(database, journal, source, settings.controllerId());
    Registered registered = new Registered();
    CallsInFlight inFlight = new CallsInFlight();
    ConnectCounts connects = new ConnectCounts();
    holds = new Holds(commits, source);
    shelf = new ListShelf(settings.lists(), listFiles, protection.indexer().version());
    reader = new FactsReader(protection, context, registered, holds, connects, inFlight, shelf);
    lists = new CampaignLists(commits, source, protection.indexer());
    registers =
        new Registers(
            commits,
            source,
            registered,
            new FourEyes(settings.sole(), protection.approvals()),
            lists::changed);
    imports = new Imports(commits, source, protection, settings.controllerId(), lists::changed);
    NumberRows numbers = new NumberRows(database, source, settings.controllerId());
    refusals =
        new Refusals(
            commits, source, journal, protection.indexer(), numbers, holds, inFlight, patience);
    subjects = new Subjects(commits, source, protection, numbers, refusals::tell);
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
    consents = new Consents(commits, source, protection, registered);
    attempts = new Attempts(commits, source, journal, inFlight, connects);
    testNumbers = new TestNumbers(commits, source, protection, subjects);
    testFacts = new TestFacts(protection, context, registered, holds, shelf);
    testReserving = new TestReserving(commits, source, protection, testFacts, inFlight);
    opening = recover(settings, journal, protection.cipher(), quarantined);
    reserving =
        new Reserving(
            commits,
            source,
            protection,
            reader,
            inFlight,
            new SpareKeys(protection.keys(), protection.cipher(), database));
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
        new DiskListFiles());
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
      ListFiles listFiles) {
    Commits.Source source = new RandomIds(clock, random);
    Optional<Path> quarantined = Optional.empty();
    Database database;
    try {
      database = Database.open(settings, around);
    } catch (SQLException e) {
      quarantined = Optional.of(quarantine(settings, e, clock.instant()));
      database = reopen(settings, around);
    }
    try {
      return new Store(
          database,
          settings,
          journal,
          protection,
          context,
          source,
          patience,
          listFiles,
          quarantined);
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
    Path moved = Quarantine.move(file, settings.quarantine(), now);
    LOG.error(
        "the database is broken ({}), moved to {}; its facts are taken from the journal, contacts"
            + " must be imported again",
        failure.getSQLState(),
        moved);
    return moved;
  }

  private static Database reopen(StoreSettings settings, UnaryOperator<DataSource> around) {
    try {
      return Database.open(settings, around);
    } catch (SQLException e) {
      throw new StoreUnavailable("no new database can be made, error " + e.getSQLState(), e);
    }
  }

  private Opening recover(
      StoreSettings settings, Journal journal, ColumnCipher cipher, Optional<Path> quarantined) {
    Recovery.Result result = new Recovery(database, journal, settings.controllerId(), cipher).run();
    commits.alreadyForced(result.outbox());
    result.pending().forEach(refusals::carryOut);
    attempts.settleOpen();
    imports.dropIdle(Optional.empty());
    suppression.recover();
    if (!result.outbox().isEmpty()) {
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

  /**
   * The folder of refusals that come by other channels.
   *
   * @param region where a number without a country code belongs
   */
  public Inbox inbox(InboxFiles files, String region) {
    return new Inbox(this, commits, source, holds, files, region);
  }

  public Consents consents() {
    return consents;
  }

  public Subjects subjects() {
    return subjects;
  }

  public Grants grants() {
    return grants;
  }

  public TestNumbers testNumbers() {
    return testNumbers;
  }

  public Persons persons() {
    return persons;
  }

  public Attempts attempts() {
    return attempts;
  }

  public CampaignLists lists() {
    return lists;
  }

  public Holds killSwitches() {
    return holds;
  }

  /**
   * @throws StoreUnavailable also when they could not be read in time: who waits so long is denied
   */
  @Override
  public Facts of(Attempt attempt, Instant now) {
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    Future<Facts> read =
        database.begin(
            sql ->
                attempt.test() ? testFacts.read(sql, attempt, now) : reader.read(sql, attempt, now),
            () -> begun.complete(true));
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

  /** Puts everything on the database's disk and drops what the journal holds from the outbox. */
  public void checkpoint() {
    commits.trim();
  }

  /** How many statements the database was given. */
  long statementsRun() {
    return database.statementsRun();
  }

  @Override
  public void close() {
    database.close();
    shelf.close();
  }
}
