package dev.assent.compliance.store;

import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import dev.assent.compliance.numbering.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The do-not-call list (R20, R40, requirements 4.4). One transaction locks, lists the number,
 * withdraws the grants and cancels the retries; it is committed, the journal forced, the listeners
 * told, and only then the caller may confirm. Any thread.
 */
public final class Refusals {
  /** After that nothing is promised any more. */
  static final Duration DURABLE_WITHIN = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;
  private final BlindIndexer indexer;
  private final NumberRows numbers;
  private final Holds holds;
  private final CallsInFlight inFlight;
  private final Patience patience;
  private final List<Consumer<Set<UUID>>> listeners = new CopyOnWriteArrayList<>();

  Refusals(
      Commits commits,
      Commits.Source source,
      Journal journal,
      BlindIndexer indexer,
      NumberRows numbers,
      Holds holds,
      CallsInFlight inFlight,
      Patience patience) {
    this.commits = commits;
    this.source = source;
    this.journal = journal;
    this.indexer = indexer;
    this.numbers = numbers;
    this.holds = holds;
    this.inFlight = inFlight;
    this.patience = patience;
  }

  /** Why a number is listed. */
  public record Listing(
      DncEntry entry, String source, @Nullable UUID attemptId, boolean byAnotherNumber) {}

  /** Told the persons after each refusal is durable, before it is confirmed; must not block. */
  public void onRefusal(Consumer<Set<UUID>> persons) {
    listeners.add(persons);
  }

  /** The callee of this attempt refused. Idempotent in its effect; each word is kept. */
  public Refused optOut(UUID attemptId, OptOut optOut) {
    CallsInFlight.Callee callee = inFlight.of(attemptId).orElseGet(() -> calleeOfOlder(attemptId));
    return refuse(callee.dncBi(), callee::number, optOut, "call", "callee");
  }

  private CallsInFlight.Callee calleeOfOlder(UUID attemptId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT x.id, x.person_id, x.dnc_bi FROM attempt a"
                        + " JOIN number x ON x.id = a.number_id WHERE a.id = ?",
                    row ->
                        new CallsInFlight.Callee(
                            Sql.id(row, "id"),
                            Sql.id(row, "person_id"),
                            HexFormat.of().formatHex(row.getBytes("dnc_bi"))),
                    attemptId))
        .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
  }

  /** Lists a number, called or not. */
  public Refused add(PhoneNumber number, OptOut optOut, String actor) {
    byte[] bi = indexer.index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    return refuse(
        HexFormat.of().formatHex(dncBi), () -> numbers.ensure(bi, dncBi), optOut, "command", actor);
  }

  private Refused refuse(
      String dncBi, Supplier<UUID> number, OptOut optOut, String from, String actor) {
    UUID id = source.id();
    Payloads.Refused refusal =
        new Payloads.Refused(
            dncBi,
            indexer.version(),
            optOut.manner(),
            from,
            optOut.attemptId(),
            optOut.callId(),
            optOut.scriptHash());
    FutureTask<UUID> durable =
        new FutureTask<>(() -> commit(id, refusal, number.get(), optOut.at(), actor));
    Thread.ofVirtual().name("refusal-" + id).start(durable);
    if (patience.await(durable, DURABLE_WITHIN)) {
      try {
        UUID person = durable.get();
        listeners.forEach(listener -> listener.accept(Set.of(person)));
        return new Refused.Durable(id);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        LOG.error(
            "refusal {} could not be committed: {}",
            id,
            cause == null ? "unknown" : cause.getClass().getSimpleName());
      } catch (InterruptedException e) {
        // It had ended, so nothing was waited for.
        Thread.currentThread().interrupt();
      }
    }
    return pending(id, refusal, optOut.at(), actor);
  }

  private UUID commit(UUID id, Payloads.Refused refusal, UUID number, Instant at, String actor) {
    return commits.persistently(
        tx -> {
          Tx.Locked locked = tx.lock(number);
          tx.write(entry(id, EntryType.OPT_OUT, locked.next(), refusal, at, actor));
          return locked.person();
        });
  }

  private static JournalEntry entry(
      UUID id,
      EntryType type,
      Subject subject,
      Payloads.Refused refusal,
      Instant at,
      String actor) {
    return new JournalEntry(
        id,
        type,
        at,
        actor,
        subject,
        Optional.ofNullable(refusal.attemptId()).orElse(JournalEntry.NO_ID),
        Optional.empty(),
        Optional.of(Json.write(refusal)),
        Optional.empty());
  }

  private Refused pending(UUID id, Payloads.Refused refusal, Instant at, String actor) {
    // First of all nobody is called any more; the hold needs neither database nor journal.
    holds.stopThisNode("a refusal is not durable: restart the engine", source.now());
    FutureTask<Long> forced =
        new FutureTask<>(
            () ->
                journal.append(
                    List.of(
                        entry(id, EntryType.OPT_OUT_PENDING, Subject.NONE, refusal, at, actor))));
    Thread.ofVirtual().name("refusal-pending-" + id).start(forced);
    boolean journalled =
        patience.await(forced, DURABLE_WITHIN) && forced.state() == FutureTask.State.SUCCESS;
    LOG.error("refusal {} is pending, journalled: {}; this node is on hold", id, journalled);
    return new Refused.Pending(id, journalled);
  }

  /** Carries out what an earlier process could only put into the journal. */
  void carryOut(JournalEntry pending) {
    Payloads.Refused refusal = Projection.refusal(pending);
    UUID number = numbers.ensure(null, HexFormat.of().parseHex(refusal.dncBi()));
    commit(pending.id(), refusal, number, pending.at(), pending.actor());
  }

  /** Why a number is not called; empty when it is not listed. */
  public Optional<Listing> why(PhoneNumber number) {
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    return commits
        .database()
        .transaction(
            sql -> {
              Optional<Listing> own =
                  sql.first(
                      "SELECT id, manner, at, source, attempt_id FROM dnc WHERE dnc_bi = ?",
                      row -> listing(row, false),
                      dncBi);
              return own.isPresent()
                  ? own
                  : sql.first(
                      "SELECT d.id, d.manner, d.at, d.source, d.attempt_id FROM number x"
                          + " JOIN number y ON y.person_id = x.person_id"
                          + " JOIN dnc d ON d.dnc_bi = y.dnc_bi WHERE x.dnc_bi = ? ORDER BY d.at",
                      row -> listing(row, true),
                      dncBi);
            });
  }

  private static Listing listing(ResultSet row, boolean byAnotherNumber) throws SQLException {
    return new Listing(
        new DncEntry(Sql.id(row, "id"), Manner.valueOf(row.getString("manner")), Sql.at(row, "at")),
        row.getString("source"),
        row.getObject("attempt_id", UUID.class),
        byAnotherNumber);
  }
}
