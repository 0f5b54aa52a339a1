package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.store.attempt.FactsReader;
import dev.assent.compliance.store.attempt.Reserving;
import dev.assent.compliance.store.attempt.TestFacts;
import dev.assent.compliance.store.attempt.TestReserving;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Patience;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What the gate asks of the database: the facts of an attempt, in time or not at all, and its
 * reservation. A test number's are other ones than a contact's. Any thread.
 */
final class GateFacts implements FactsSource, Reservations {
  /** Of the facts of one attempt (requirements 2.1): whoever has to wait longer is denied. */
  private static final Duration FACTS_WITHIN = Duration.ofMillis(200);

  /** In line for a connection; and of a process's first reading, which loads and parses it all. */
  private static final Duration BEGUN_WITHIN = Duration.ofSeconds(2);

  private final Database database;
  private final Patience patience;
  private final Holds holds;
  private final FactsReader reader;
  private final Reserving reserving;
  private final TestFacts testFacts;
  private final TestReserving testReserving;
  private volatile boolean haveRead;

  GateFacts(
      Database database,
      Patience patience,
      Holds holds,
      FactsReader reader,
      Reserving reserving,
      TestFacts testFacts,
      TestReserving testReserving) {
    this.database = database;
    this.patience = patience;
    this.holds = holds;
    this.reader = reader;
    this.reserving = reserving;
    this.testFacts = testFacts;
    this.testReserving = testReserving;
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
}
