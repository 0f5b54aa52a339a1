package dev.assent.compliance.store.suppression;

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
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.NumberRows;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Patience;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
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

  public Refusals(
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
   * @param source {@code call}, {@code command}, {@code inbox}, {@code list} or {@code recording}
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
  public void tell(Set<UUID> persons) {
    tellHere(persons);
    if (commits.cluster().isPresent()) {
      try {
        commits.cluster().get().tell(persons);
      } catch (StoreUnavailable | LockBusy e) {
        // What they refused is committed, and the other nodes were told with that commit.
        LOG.warn("the other nodes were not told twice: {}", e.getMessage());
      }
    }
  }

  /** Told here alone: by another node, or before the others are. */
  public void tellHere(Set<UUID> persons) {
    Set<UUID> known = inFlight.knownAs(persons);
    listeners.forEach(listener -> listener.accept(known));
  }

  /** The callee of this attempt refused. Idempotent in its effect; each word is kept. */
  public Refused optOut(UUID attemptId, OptOut optOut) {
    CallsInFlight.Callee callee = inFlight.of(attemptId).orElseGet(() -> calleeOfOlder(attemptId));
    return refuse(
        new Word(source.id(), false, optOut, DncReach.EVERY_CALL, "call", "callee", false),
        callee.dncBi(),
        callee::number);
  }

  /**
   * Somebody heard in a recording that the callee of this attempt wants no more calls: every number
   * of the person is listed, in one transaction. Once for all, however often it is asked for.
   */
  public Refused optOutHeard(UUID attemptId, OptOut optOut, String actor) {
    CallsInFlight.Callee callee = calleeOfOlder(attemptId);
    UUID id = UUID.nameUUIDFromBytes(("heard|" + attemptId).getBytes(StandardCharsets.UTF_8));
    return refuse(
        new Word(id, true, optOut, DncReach.EVERY_CALL, "recording", actor, true),
        callee.dncBi(),
        callee::number);
  }

  /** How many numbers the callee of this attempt is known by. */
  public int numbersOf(UUID attemptId) {
    UUID number = calleeOfOlder(attemptId).number();
    return commits.database().transaction(sql -> numbersOfPerson(sql, number).size());
  }

  private static Set<UUID> numbersOfPerson(Sql sql, UUID number) throws SQLException {
    UUID person =
        sql.first(
                "SELECT person_id FROM number WHERE id = ?",
                row -> Sql.id(row, "person_id"),
                number)
            .orElseThrow();
    UUID[] together = MergedPersons.together(sql, person).toArray(UUID[]::new);
    return new LinkedHashSet<>(
        sql.list(
            "SELECT id FROM number WHERE person_id = ANY (?) AND dnc_bi IS NOT NULL ORDER BY id",
            row -> Sql.id(row, "id"),
            (Object) together));
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
                            Set.of(),
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
    return add(new Word(source.id(), false, optOut, reach, "command", actor, false), number);
  }

  /**
   * Lists a number once for all, however often it is asked to.
   *
   * @param id always the same for the same word
   */
  public Refused addOnce(
      UUID id, PhoneNumber number, OptOut optOut, DncReach reach, String from, String actor) {
    return add(new Word(id, true, optOut, reach, from, actor, false), number);
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
   * @param everyNumber whether the person's other numbers get an entry of their own
   */
  private record Word(
      UUID id,
      boolean perhapsKnown,
      OptOut optOut,
      DncReach reach,
      String from,
      String actor,
      boolean everyNumber) {}

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
          if (word.everyNumber()) {
            return everyNumber(tx, word, refusal, number);
          }
          Tx.Locked locked = tx.lock(number);
          list(tx, word, refusal, word.id(), locked);
          return MergedPersons.together(tx, locked);
        });
  }

  private static void list(Tx tx, Word word, Payloads.Refused refusal, UUID id, Tx.Locked locked)
      throws SQLException {
    if (!word.perhapsKnown() || !DncRows.known(tx.sql(), id)) {
      tx.write(
          entry(id, EntryType.OPT_OUT, locked.next(), refusal, word.optOut().at(), word.actor()));
    }
  }

  /** Begins again when the person gained a number before all of theirs were locked. */
  private static Set<UUID> everyNumber(Tx tx, Word word, Payloads.Refused refusal, UUID number)
      throws SQLException {
    Set<UUID> numbers = numbersOfPerson(tx.sql(), number);
    List<Tx.Locked> all = tx.lockAll(numbers);
    if (!numbersOfPerson(tx.sql(), number).equals(numbers)) {
      throw new SQLException("the person gained a number", "40001");
    }
    Set<UUID> together = new LinkedHashSet<>();
    for (Tx.Locked locked : all) {
      boolean called = locked.number().equals(number);
      list(
          tx,
          word,
          called ? refusal : refusal.of(dncBi(tx.sql(), locked.number())),
          called ? word.id() : otherId(word.id(), locked.number()),
          locked);
      together.addAll(MergedPersons.together(tx, locked));
    }
    return together;
  }

  private static UUID otherId(UUID word, UUID number) {
    return UUID.nameUUIDFromBytes((word + "|" + number).getBytes(StandardCharsets.UTF_8));
  }

  private static String dncBi(Sql sql, UUID number) throws SQLException {
    return sql.first(
            "SELECT dnc_bi FROM number WHERE id = ?",
            row -> HexFormat.of().formatHex(row.getBytes("dnc_bi")),
            number)
        .orElseThrow();
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
  public void carryOut(JournalEntry pending) {
    Payloads.Refused refusal = Payloads.Refused.of(pending);
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
            pending.id(),
            true,
            optOut,
            DncRows.reach(refusal),
            refusal.source(),
            pending.actor(),
            false),
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
