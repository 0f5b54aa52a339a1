package dev.assent.compliance.store;

import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import dev.assent.compliance.numbering.PhoneNumber;
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

  /**
   * Why a number is listed.
   *
   * @param source {@code call}, {@code command}, {@code inbox} or {@code list}
   * @param byAnotherNumber the word was about another number of the same person
   */
  public record Listing(
      DncEntry entry,
      String source,
      String actor,
      @Nullable UUID attemptId,
      boolean byAnotherNumber) {}

  /** How many entries came by one way with one reach, and between when. */
  public record Count(
      Manner manner,
      String source,
      DncScope scope,
      String purposes,
      long entries,
      Instant first,
      Instant last) {}

  /** Told the persons after each refusal is durable, before it is confirmed; must not block. */
  public void onRefusal(Consumer<Set<UUID>> persons) {
    listeners.add(persons);
  }

  /** Other words that end what rings: whoever listens is told the persons as after a refusal. */
  void tell(Set<UUID> persons) {
    Set<UUID> known = inFlight.knownAs(persons);
    listeners.forEach(listener -> listener.accept(known));
  }

  /** The callee of this attempt refused. Idempotent in its effect; each word is kept. */
  public Refused optOut(UUID attemptId, OptOut optOut) {
    CallsInFlight.Callee callee = inFlight.of(attemptId).orElseGet(() -> calleeOfOlder(attemptId));
    return refuse(
        new Word(source.id(), false, optOut, DncReach.EVERY_CALL, "call", "callee"),
        callee.dncBi(),
        callee::number);
  }

  private CallsInFlight.Callee calleeOfOlder(UUID attemptId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT a.campaign_id, x.id, x.person_id, x.dnc_bi FROM attempt a"
                        + " JOIN number x ON x.id = a.number_id WHERE a.id = ?",
                    row ->
                        new CallsInFlight.Callee(
                            Sql.id(row, "campaign_id"),
                            Sql.id(row, "id"),
                            Sql.id(row, "person_id"),
                            Sql.id(row, "person_id"),
                            HexFormat.of().formatHex(row.getBytes("dnc_bi"))),
                    attemptId))
        .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
  }

  /** Lists a number, called or not, against every call. */
  public Refused add(PhoneNumber number, OptOut optOut, String actor) {
    return add(number, optOut, DncReach.EVERY_CALL, actor);
  }

  /** Lists a number, called or not. */
  public Refused add(PhoneNumber number, OptOut optOut, DncReach reach, String actor) {
    return add(new Word(source.id(), false, optOut, reach, "command", actor), number);
  }

  /**
   * Lists a number once for all, however often it is asked to.
   *
   * @param id always the same for the same word
   */
  public Refused addOnce(
      UUID id, PhoneNumber number, OptOut optOut, DncReach reach, String from, String actor) {
    return add(new Word(id, true, optOut, reach, from, actor), number);
  }

  private Refused add(Word word, PhoneNumber number) {
    byte[] bi = indexer.index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    return refuse(word, HexFormat.of().formatHex(dncBi), () -> numbers.ensure(bi, dncBi));
  }

  /**
   * What was said.
   *
   * @param perhapsKnown whether it may have been committed before
   */
  private record Word(
      UUID id, boolean perhapsKnown, OptOut optOut, DncReach reach, String from, String actor) {}

  private Refused refuse(Word word, String dncBi, Supplier<UUID> number) {
    UUID id = word.id();
    OptOut optOut = word.optOut();
    Payloads.Refused refusal =
        new Payloads.Refused(
            dncBi,
            indexer.version(),
            optOut.manner(),
            word.from(),
            optOut.attemptId(),
            optOut.callId(),
            optOut.scriptHash(),
            word.reach());
    FutureTask<Set<UUID>> durable = new FutureTask<>(() -> commit(word, refusal, number.get()));
    Thread.ofVirtual().name("refusal-" + id).start(durable);
    if (patience.await(durable, DURABLE_WITHIN)) {
      try {
        tell(durable.get());
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
    return pending(id, refusal, optOut.at(), word.actor());
  }

  private Set<UUID> commit(Word word, Payloads.Refused refusal, UUID number) {
    return commits.persistently(
        tx -> {
          Tx.Locked locked = tx.lock(number);
          if (!word.perhapsKnown() || !DncRows.known(tx.sql(), word.id())) {
            tx.write(
                entry(
                    word.id(),
                    EntryType.OPT_OUT,
                    locked.next(),
                    refusal,
                    word.optOut().at(),
                    word.actor()));
          }
          return tx.together(locked);
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
    OptOut optOut =
        new OptOut(
            refusal.manner(),
            pending.at(),
            refusal.attemptId(),
            refusal.callId(),
            refusal.scriptHash());
    commit(
        new Word(
            pending.id(), true, optOut, DncRows.reach(refusal), refusal.source(), pending.actor()),
        refusal,
        number);
  }

  /** Every word against calling this number, the oldest first; empty when it is not listed. */
  public List<Listing> why(PhoneNumber number) {
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    return commits.database().transaction(sql -> DncRows.listings(sql, dncBi));
  }

  /** The entries by the way they came, without the imported lists. */
  public List<Count> counts() {
    return commits.database().transaction(DncRows::counts);
  }
}
