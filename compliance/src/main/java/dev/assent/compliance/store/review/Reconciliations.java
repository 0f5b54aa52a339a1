package dev.assent.compliance.store.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.reconcile.CdrDocument;
import dev.assent.compliance.reconcile.CdrMatching;
import dev.assent.compliance.reconcile.CdrRecord;
import dev.assent.compliance.reconcile.Finding;
import dev.assent.compliance.reconcile.OurCall;
import dev.assent.compliance.reconcile.Proposal;
import dev.assent.compliance.store.commit.ApprovalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose end nobody here knows, and how they get one: only by a carrier's records and a second
 * person (DESIGN §3). Until then their people are not called again in that campaign, and they count
 * for every cap. Any thread.
 */
public final class Reconciliations {
  /** What one entry of the journal holds. */
  public static final int MOST_PROPOSALS = 1_000;

  private static final int NUMBERS_AT_ONCE = 1_000;

  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final FourEyes fourEyes;
  private final Refusals refusals;

  public Reconciliations(
      Commits commits,
      Commits.Source source,
      Protection protection,
      FourEyes fourEyes,
      Refusals refusals) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.fourEyes = fourEyes;
    this.refusals = refusals;
  }

  /**
   * A call of which nobody here knows what became.
   *
   * @param number masked; empty when its key was destroyed
   * @param invites how many INVITEs left under its Call-ID
   * @param endedAt when it was given up
   * @param why it is unknown
   * @param proposed what waits for a second person; null when nothing does
   * @param reconciliation that it stands in; null when nothing does
   */
  public record Unknown(
      UUID attempt,
      String number,
      String callId,
      String trunk,
      int invites,
      Instant placedAt,
      @Nullable Instant endedAt,
      String why,
      @Nullable Proposal proposed,
      @Nullable UUID reconciliation) {}

  /**
   * Proposals out of one file.
   *
   * @param subject what an approver signs
   * @param state OPEN, RELEASED or DROPPED
   */
  public record Reconciliation(
      UUID id,
      UUID campaign,
      String documentSha256,
      List<Proposal> proposals,
      String subject,
      String state,
      String proposedBy,
      Instant proposedAt,
      @Nullable String endedBy) {
    public boolean open() {
      return state.equals(ReconciliationRows.State.OPEN.name());
    }
  }

  /** Those of a campaign, the oldest first. */
  public List<Unknown> unknowns(UUID campaign) {
    return commits.database().transaction(sql -> unknowns(sql, campaign));
  }

  private List<Unknown> unknowns(Sql sql, UUID campaign) throws SQLException {
    Map<UUID, ReconciliationRows.Row> waiting = new HashMap<>();
    Map<UUID, Proposal> proposed = new HashMap<>();
    for (ReconciliationRows.Row row : ReconciliationRows.of(sql, campaign)) {
      if (row.state() == ReconciliationRows.State.OPEN) {
        row.body()
            .proposals()
            .forEach(
                proposal -> {
                  waiting.put(proposal.attempt(), row);
                  proposed.put(proposal.attempt(), proposal);
                });
      }
    }
    return sql.list(
        "SELECT id, key_row, sealed, sip_call_id, trunk, invites, placed_at, ended_at, cause"
            + " FROM attempt WHERE campaign_id = ? AND outcome = 'UNKNOWN' ORDER BY placed_at, id",
        row -> {
          UUID attempt = Sql.id(row, "id");
          ReconciliationRows.Row in = waiting.get(attempt);
          String cause = row.getString("cause");
          return new Unknown(
              attempt,
              masked(row),
              row.getString("sip_call_id"),
              row.getString("trunk"),
              row.getInt("invites"),
              Sql.at(row, "placed_at"),
              Sql.atOrNull(row, "ended_at"),
              cause == null ? "" : cause,
              proposed.get(attempt),
              in == null ? null : in.id());
        },
        campaign);
  }

  private String masked(ResultSet row) throws SQLException {
    return protection
        .cipher()
        .open(row.getLong("key_row"), PersonPayload.cell(Sql.id(row, "id")), row.getBytes("sealed"))
        .map(json -> PersonPayload.read(json, Payloads.Called.class))
        .map(called -> PhoneNumber.ofE164(called.e164()).toString())
        .orElse("");
  }

  /** Holds a carrier's file against our calls; changes nothing. */
  public CdrMatching.Result match(UUID campaign, String trunk, CdrDocument document) {
    List<OurCall> ours =
        commits.database().transaction(sql -> ours(sql, campaign, trunk, document));
    Map<PhoneNumber, UUID> numbers = new HashMap<>();
    Set<PhoneNumber> wanted = new LinkedHashSet<>();
    for (CdrRecord line : document.records()) {
      PhoneNumber called = line.called();
      if (called != null && wanted.add(called) && wanted.size() == NUMBERS_AT_ONCE) {
        numbers.putAll(known(wanted));
        wanted.clear();
      }
    }
    numbers.putAll(known(wanted));
    return new CdrMatching(document, ours, numbers).match(campaign, trunk);
  }

  private Map<PhoneNumber, UUID> known(Collection<PhoneNumber> numbers) {
    Map<String, PhoneNumber> byIndex = new HashMap<>();
    List<byte[]> indexes = new ArrayList<>();
    for (PhoneNumber number : numbers) {
      byte[] index = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
      indexes.add(index);
      byIndex.put(HexFormat.of().formatHex(index), number);
    }
    Map<PhoneNumber, UUID> known = new HashMap<>();
    if (!indexes.isEmpty()) {
      commits
          .database()
          .transaction(
              sql -> {
                sql.each(
                    "SELECT id, bi FROM number WHERE bi = ANY (?)",
                    row -> {
                      PhoneNumber number =
                          byIndex.get(HexFormat.of().formatHex(row.getBytes("bi")));
                      if (number != null) {
                        known.put(number, Sql.id(row, "id"));
                      }
                    },
                    (Object) indexes.toArray(byte[][]::new));
                return true;
              });
    }
    return known;
  }

  /** Every call of the time of the file, and the campaign's unknowns whenever they were placed. */
  private static List<OurCall> ours(Sql sql, UUID campaign, String trunk, CdrDocument document)
      throws SQLException {
    Duration tolerance = document.tolerance();
    List<Instant> times = new ArrayList<>();
    document.records().forEach(line -> times.add(line.start()));
    CdrDocument.Period covers = document.covers();
    if (covers != null) {
      times.add(covers.from());
      times.add(covers.to());
    }
    Instant from = times.stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    Instant to = times.stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    return sql.list(
        "SELECT id, campaign_id, number_id, trunk, sip_call_id, placed_at, outcome, answered_at"
            + " FROM attempt WHERE (placed_at >= ? AND placed_at <= ?)"
            + " OR (campaign_id = ? AND trunk = ? AND outcome = 'UNKNOWN')",
        Reconciliations::ourCall,
        from.minus(tolerance),
        to.plus(tolerance),
        campaign,
        trunk);
  }

  private static OurCall ourCall(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return new OurCall(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Sql.id(row, "number_id"),
        row.getString("trunk"),
        row.getString("sip_call_id"),
        Sql.at(row, "placed_at"),
        outcome == null ? null : Outcome.valueOf(outcome),
        Sql.atOrNull(row, "answered_at") != null);
  }

  /**
   * Writes down what was found, for a second person to agree to; durable on return.
   *
   * @throws NotAllowed when nothing was found out of any call, or of more than {@link
   *     #MOST_PROPOSALS}
   */
  public Reconciliation propose(
      UUID campaign, String trunk, CdrDocument document, CdrMatching.Result found, String actor)
      throws NotAllowed {
    if (found.proposals().isEmpty()) {
      throw new NotAllowed("the file tells of none of the unknown calls");
    }
    Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    found.findings().forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
    CdrDocument.Period covers = document.covers();
    List<Proposal> proposals =
        found.proposals().subList(0, Math.min(MOST_PROPOSALS, found.proposals().size()));
    Payloads.ReconciliationProposed body =
        new Payloads.ReconciliationProposed(
            campaign,
            trunk,
            document.sha256(),
            document.mapSha256(),
            document.tolerance().toSeconds(),
            document.everyCall(),
            covers == null ? null : covers.from(),
            covers == null ? null : covers.to(),
            document.records().size(),
            counts,
            proposals);
    UUID id = source.id();
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.RECONCILIATION_PROPOSED,
                  source.now(),
                  actor,
                  id,
                  Json.write(body)));
          return true;
        });
    return find(id).orElseThrow();
  }

  public Optional<Reconciliation> find(UUID id) {
    return commits
        .database()
        .transaction(sql -> ReconciliationRows.find(sql, id).map(Reconciliations::told));
  }

  /** Of a campaign, the oldest first. */
  public List<Reconciliation> of(UUID campaign) {
    return commits
        .database()
        .transaction(
            sql ->
                ReconciliationRows.of(sql, campaign).stream().map(Reconciliations::told).toList());
  }

  private static Reconciliation told(ReconciliationRows.Row row) {
    return new Reconciliation(
        row.id(),
        row.campaign(),
        row.body().documentSha256(),
        row.body().proposals(),
        row.subject(),
        row.state().name(),
        row.proposedBy(),
        row.proposedAt(),
        row.endedBy());
  }

  /**
   * A second person agrees: all its calls get their ends in one transaction, or none does. Whoever
   * a network refused for (607) is on the do-not-call list before.
   *
   * @throws NotAllowed when it is not waiting, the user may not, or a call of it got its end
   *     meanwhile
   */
  public Approval release(UUID id, User approver, byte[] signature) throws NotAllowed {
    Reconciliation waiting = waiting(id);
    Approval approval =
        fourEyes.approve(
            source.id(),
            Approval.Kind.RECONCILIATION,
            waiting.subject(),
            waiting.proposedBy(),
            approver,
            signature,
            source.now());
    List<Called> calls = called(waiting);
    refuse(calls);
    boolean unchanged =
        commits.persistently(
            tx -> {
              Map<UUID, Tx.Locked> locked = new HashMap<>();
              tx.lockAll(calls.stream().map(Called::number).distinct().toList())
                  .forEach(number -> locked.put(number.number(), number));
              boolean open =
                  ReconciliationRows.lock(tx.sql(), id)
                      .filter(row -> row.state() == ReconciliationRows.State.OPEN)
                      .isPresent();
              if (!open || !stillUnknown(tx.sql(), calls)) {
                return false;
              }
              tx.write(ApprovalEntry.of(source.id(), approval));
              for (Called call : calls) {
                write(tx, locked, call, waiting, approval);
              }
              return true;
            });
    if (!unchanged) {
      throw new NotAllowed(
          "a call of it got its end meanwhile: refuse it, and reconcile the file again");
    }
    return approval;
  }

  private record Called(Proposal proposal, UUID campaign, UUID contact, UUID number) {}

  private List<Called> called(Reconciliation waiting) {
    return commits
        .database()
        .transaction(
            sql -> {
              List<Called> calls = new ArrayList<>();
              for (Proposal proposal : waiting.proposals()) {
                calls.add(
                    sql.first(
                            "SELECT campaign_id, contact_id, number_id FROM attempt WHERE id = ?",
                            row ->
                                new Called(
                                    proposal,
                                    Sql.id(row, "campaign_id"),
                                    Sql.id(row, "contact_id"),
                                    Sql.id(row, "number_id")),
                            proposal.attempt())
                        .orElseThrow());
              }
              return calls;
            });
  }

  private void refuse(List<Called> calls) throws NotAllowed {
    for (Called call : calls) {
      UUID attempt = call.proposal().attempt();
      if (call.proposal().outcome() == Outcome.UNWANTED) {
        Refused refused =
            refusals.optOut(attempt, new OptOut(Manner.NETWORK, source.now(), attempt, null, null));
        if (refused instanceof Refused.Pending) {
          throw new NotAllowed("a refusal is not yet on the list: try again in a minute");
        }
      }
    }
  }

  private static boolean stillUnknown(Sql sql, List<Called> calls) throws SQLException {
    for (Called call : calls) {
      boolean unknown =
          sql.first(
                  "SELECT outcome FROM attempt WHERE id = ?",
                  row -> Outcome.UNKNOWN.name().equals(row.getString("outcome")),
                  call.proposal().attempt())
              .orElse(false);
      if (!unknown) {
        return false;
      }
    }
    return true;
  }

  private void write(
      Tx tx, Map<UUID, Tx.Locked> locked, Called call, Reconciliation waiting, Approval approval)
      throws SQLException {
    Proposal proposal = call.proposal();
    Tx.Locked number = locked.get(call.number());
    if (number == null) {
      throw new IllegalStateException("a number of a call is gone");
    }
    Payloads.AttemptReconciled end =
        new Payloads.AttemptReconciled(
            waiting.id(),
            call.campaign(),
            call.contact(),
            proposal.outcome(),
            proposal.outcome() != Outcome.NOT_SENT, // whatever reached the carrier may have rung
            proposal.answeredAt(),
            waiting.documentSha256(),
            proposal.line(),
            proposal.code());
    tx.write(
        new JournalEntry(
            source.id(),
            EntryType.ATTEMPT_RECONCILED,
            approval.at(),
            approval.approver(),
            number.next(),
            proposal.attempt(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Json.write(end))));
  }

  /**
   * Nobody agrees: its calls stay unknown.
   *
   * @throws NotAllowed when it is not waiting
   */
  public void drop(UUID id, String actor) throws NotAllowed {
    waiting(id);
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(), EntryType.RECONCILIATION_DROPPED, source.now(), actor, id, "{}"));
          return true;
        });
  }

  private Reconciliation waiting(UUID id) throws NotAllowed {
    return find(id)
        .filter(Reconciliation::open)
        .orElseThrow(() -> new NotAllowed("no reconciliation " + id + " waits for an approval"));
  }
}
