package dev.assent.compliance.store.consent;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKeys;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people chose when asked whether the call may be recorded (requirements 4.5). */
public final class Consents {
  /** How long a recording is kept that nothing else rules; its grant lasts as long. */
  private static final Duration GRANT = Duration.ofDays(183);

  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final Registered registered;
  private final CallsInFlight inFlight;
  private final SpareKeys spares;

  public Consents(
      Commits commits,
      Commits.Source source,
      Protection protection,
      Registered registered,
      CallsInFlight inFlight,
      SpareKeys spares) {
    this.inFlight = inFlight;
    this.spares = spares;
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.registered = registered;
  }

  /**
   * Keeps a yes, with the grant to record that follows from it.
   *
   * @return the evidence's id; on return it is durable, and recording may begin
   */
  public UUID agreed(UUID attemptId, ConsentEvidence evidence) {
    if (evidence.choice() != ConsentEvidence.Choice.AGREED) {
      throw new IllegalArgumentException("no agreement: " + evidence.choice());
    }
    return keep(attemptId, evidence);
  }

  /**
   * Keeps anything but a yes.
   *
   * @return the evidence's id; on return it is durable
   */
  public UUID notAgreed(UUID attemptId, ConsentEvidence evidence) {
    if (evidence.choice() == ConsentEvidence.Choice.AGREED) {
      throw new IllegalArgumentException("an agreement");
    }
    return keep(attemptId, evidence);
  }

  private record Asked(UUID number, Set<Purpose> purposes) {}

  private UUID keep(UUID attemptId, ConsentEvidence evidence) {
    Asked asked = asked(attemptId);
    String json = Json.write(evidence);
    try (SpareKeys.AtHand spare = spares.atHand()) {
      try {
        commits.persistently(
            tx -> {
              spare.notCommitted();
              write(tx, tx.lock(asked.number()), asked, attemptId, evidence, json, spare);
              return true;
            });
      } catch (LockBusy e) {
        spare.notCommitted();
        throw new StoreUnavailable("the consent could not be kept in time", e);
      }
    }
    return evidence.id();
  }

  private void write(
      Tx tx,
      Tx.Locked locked,
      Asked asked,
      UUID attemptId,
      ConsentEvidence evidence,
      String json,
      SpareKeys.AtHand spare)
      throws SQLException {
    String sha256 = sha256(json);
    boolean agreed = evidence.choice() == ConsentEvidence.Choice.AGREED;
    @Nullable Grant grant =
        agreed ? grant(asked.purposes(), locked.person(), evidence, sha256) : null;
    Payloads.Chosen chosen = new Payloads.Chosen(attemptId, sha256, grant);
    tx.write(
        new JournalEntry(
            evidence.id(),
            agreed ? EntryType.CONSENT_AGREED : EntryType.CONSENT_NOT_AGREED,
            evidence.at(),
            "engine",
            locked.next(),
            evidence.id(),
            Optional.of(
                PersonPayload.seal(
                    protection.cipher(),
                    spare.or(tx.sql(), locked.evidenceKey()),
                    evidence.id(),
                    json)),
            Optional.empty(),
            Optional.of(Json.write(chosen))),
        chosen);
  }

  private Grant grant(Set<Purpose> purposes, UUID person, ConsentEvidence evidence, String sha256) {
    return new Grant(
        source.id(),
        person,
        GrantScope.RECORD,
        purposes,
        Set.of(Channel.VOICE),
        false,
        evidence.means() == ConsentEvidence.Means.SPEECH ? ConsentForm.SPEECH : ConsentForm.DTMF,
        evidence.scriptHash(),
        evidence.at(),
        evidence.at().plus(GRANT),
        null,
        sha256,
        null);
  }

  /** Of a call of this process it is known; of another one the rows are asked. */
  private Asked asked(UUID attemptId) {
    return inFlight
        .of(attemptId)
        .map(callee -> new Asked(callee.number(), callee.purposes()))
        .orElseGet(() -> commits.database().transaction(sql -> asked(sql, attemptId)));
  }

  private Asked asked(Sql sql, UUID attemptId) throws SQLException {
    record Row(UUID number, UUID campaign) {}
    Row row =
        sql.first(
                "SELECT number_id, campaign_id FROM attempt WHERE id = ?",
                found -> new Row(Sql.id(found, "number_id"), Sql.id(found, "campaign_id")),
                attemptId)
            .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
    return new Asked(
        row.number(),
        registered.find(sql, RegisterKind.CAMPAIGN, Campaign.class, row.campaign().toString())
                instanceof Found.Present(Campaign campaign)
            ? Set.of(campaign.purpose())
            : Set.of());
  }

  private static String sha256(String json) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
