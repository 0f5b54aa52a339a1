package dev.assent.compliance.store.privacy;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.ErasurePlan;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.commit.ApprovalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Erases people who asked for it: planned, ordered by one person, agreed to by another, and carried
 * out at once as far as no floor and no case holds it; the daily sweep does the rest on its day.
 * Each change is durable on return. Any thread.
 */
public final class Erasures {
  static final String BY_REQUEST = "REQUEST";

  private final Commits commits;
  private final Commits.Source source;
  private final BlindIndexer indexer;
  private final FourEyes fourEyes;
  private final Consumer<Set<UUID>> erased;
  private final Supplier<RetentionTerms> terms;
  private final ErasurePlanner planner;
  private final ErasureRun run;
  private final RetentionSweep sweep;

  public Erasures(
      Commits commits,
      Commits.Source source,
      Protection protection,
      FourEyes fourEyes,
      Consumer<Set<UUID>> erased,
      RecordingShelf shelf,
      KeyCopies copies,
      GatheredEvidence packs,
      Supplier<RetentionTerms> terms) {
    this.commits = commits;
    this.source = source;
    this.indexer = protection.indexer();
    this.fourEyes = fourEyes;
    this.erased = erased;
    this.terms = terms;
    this.planner = new ErasurePlanner(commits.database(), shelf);
    this.run = new ErasureRun(commits, source, protection, shelf, copies, packs);
    this.sweep = new RetentionSweep(commits, source, planner, run, shelf, terms);
  }

  /** What is destroyed on its day, whoever it is of. */
  public RetentionSweep sweep() {
    return sweep;
  }

  /**
   * What erasing the person of this number would do.
   *
   * @throws NotAllowed when nothing is known of the number, or no pack says how long things are
   *     kept
   */
  public ErasurePlan plan(PhoneNumber number) throws NotAllowed {
    byte[] bi = indexer.index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    UUID person =
        commits
            .database()
            .transaction(
                sql ->
                    sql.first(
                        "SELECT person_id FROM number WHERE bi = ? UNION"
                            + " SELECT person_id FROM number WHERE dnc_bi = ?",
                        row -> Sql.id(row, "person_id"),
                        bi,
                        dncBi))
            .orElseThrow(() -> new NotAllowed("nothing is known of this number"));
    return plan(null, person, Instant.MAX);
  }

  /**
   * What a request to delete would do.
   *
   * @throws NotAllowed when there is no such open request, or it asks for something else
   */
  public ErasurePlan plan(UUID request) throws NotAllowed {
    RightsRequest asked = open(request);
    return plan(request, asked.person(), asked.receivedAt());
  }

  private RightsRequest open(UUID id) throws NotAllowed {
    RightsRequest asked =
        commits
            .database()
            .transaction(sql -> RightsRows.find(sql, id))
            .orElseThrow(
                () -> new NotAllowed("no request " + id + "; `assent privacy request list`"));
    if (asked.kind() != RightKind.DELETE) {
      throw new NotAllowed("this request does not ask for deletion but for " + asked.kind());
    }
    if (asked.state() != RightsRequest.State.OPEN) {
      throw new NotAllowed("this request was answered already");
    }
    return asked;
  }

  private ErasurePlan plan(@Nullable UUID request, UUID person, Instant grantsEnd)
      throws NotAllowed {
    RetentionTerms known = terms.get();
    if (!known.known()) {
      throw new NotAllowed("no policy pack says how long things are kept: `assent policy list`");
    }
    Set<UUID> persons = commits.database().transaction(sql -> MergedPersons.together(sql, person));
    List<ErasureItem> items = planner.items(persons, grantsEnd, known, source.now());
    Ids ids = new Ids(persons);
    long numbers = count("SELECT COUNT(*) AS c FROM number" + ids.in("person_id"), ids);
    long refusals =
        count(
            "SELECT COUNT(*) AS c FROM number x JOIN dnc d ON d.dnc_bi = x.dnc_bi"
                + ids.in("x.person_id"),
            ids);
    return new ErasurePlan(request, persons, Math.toIntExact(numbers), refusals, items);
  }

  private long count(String select, Ids ids) {
    return commits
        .database()
        .transaction(sql -> sql.first(select, row -> row.getLong("c"), ids.parameters().toArray()))
        .orElse(0L);
  }

  /**
   * Asks another person to agree to the plan of that hash.
   *
   * @throws NotAllowed when the plan is another one by now
   */
  public ErasurePlan order(UUID request, String planHash, String operator) throws NotAllowed {
    ErasurePlan plan = unchanged(request, planHash);
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.ERASURE_ORDERED,
                  source.now(),
                  operator,
                  request,
                  Json.write(new Payloads.ErasureOrdered(planHash))));
          return true;
        });
    return plan;
  }

  private ErasurePlan unchanged(UUID request, String planHash) throws NotAllowed {
    ErasurePlan plan = plan(request);
    if (!plan.hash().equals(planHash)) {
      throw new NotAllowed(
          "the plan is another one now: look at it again, `assent privacy erase --request "
              + request
              + " --plan`");
    }
    return plan;
  }

  private record Order(String planHash, String operator) {}

  /** What an approver signs; empty when nobody ordered it. */
  public Optional<String> ordered(UUID request) {
    return order(request).map(Order::planHash);
  }

  private Optional<Order> order(UUID request) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT plan_hash, operator FROM erasure_order WHERE request_id = ?",
                    row -> new Order(row.getString("plan_hash"), row.getString("operator")),
                    request));
  }

  /**
   * Agrees to what another ordered, and carries it out. Keys that nothing holds are destroyed on
   * return.
   *
   * @param signature over {@link Approval#message} of the plan's hash
   * @throws NotAllowed when nobody ordered this plan, it is another one by now, or the approver may
   *     not
   */
  public DestructionCertificate approve(UUID request, User approver, byte[] signature)
      throws NotAllowed {
    Order order =
        order(request)
            .orElseThrow(
                () ->
                    new NotAllowed(
                        "nobody ordered it: `assent privacy erase --request "
                            + request
                            + " --plan` comes first"));
    ErasurePlan plan = unchanged(request, order.planHash());
    Approval approval =
        fourEyes.approve(
            source.id(),
            Approval.Kind.ERASURE,
            order.planHash(),
            order.operator(),
            approver,
            signature,
            source.now());
    commits.run(
        tx -> {
          tx.write(ApprovalEntry.of(source.id(), approval));
          return true;
        });
    erased.accept(plan.persons()); // restricted since intake; whatever rings all the same ends
    UUID erasure =
        run.run(
            plan.now(),
            new ErasureRun.Mandate(
                BY_REQUEST,
                request,
                order.operator(),
                approver.name(),
                approval.selfApproved(),
                plan.persons(),
                receivedAt(request)));
    return certificate(erasure).orElseThrow();
  }

  private Instant receivedAt(UUID request) {
    return commits
        .database()
        .transaction(sql -> RightsRows.find(sql, request))
        .map(RightsRequest::receivedAt)
        .orElseThrow();
  }

  /** Destroys what was begun before a crash; how many erasures that were. */
  public int goOn() {
    List<UUID> left = run.leftOver();
    run.finish(left);
    return left.size();
  }

  /** What was destroyed, the oldest first. */
  public List<DestructionCertificate> certificates() {
    return commits.database().transaction(sql -> CertificateRows.all(sql, ""));
  }

  public Optional<DestructionCertificate> certificate(UUID id) {
    return commits.database().transaction(sql -> CertificateRows.find(sql, id));
  }

  /** Those that a request led to. */
  public List<DestructionCertificate> certificatesOf(UUID request) {
    return commits.database().transaction(sql -> CertificateRows.of(sql, request));
  }

  static boolean erasedFor(Sql sql, UUID request) throws SQLException {
    return sql.first(
            "SELECT id FROM erasure WHERE request_id = ?", row -> Sql.id(row, "id"), request)
        .isPresent();
  }

  /** Which of these recordings no longer exist. */
  public Set<UUID> erasedOf(Collection<UUID> recordings) {
    Ids ids = new Ids(recordings);
    return Set.copyOf(
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT DISTINCT recording_id FROM erasure_item" + ids.in("recording_id"),
                        row -> Sql.id(row, "recording_id"),
                        ids.parameters().toArray())));
  }
}
