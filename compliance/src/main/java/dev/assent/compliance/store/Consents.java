package dev.assent.compliance.store;

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

  Consents(Commits commits, Commits.Source source, Protection protection, Registered registered) {
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

  private record Asked(UUID number, UUID campaign, boolean hasEvidenceKey) {}

  private UUID keep(UUID attemptId, ConsentEvidence evidence) {
    Asked asked = asked(attemptId);
    String json = Json.write(evidence);
    SpareKey spare = SpareKey.unless(asked.hasEvidenceKey(), protection.keys());
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
    } finally {
      spare.discard();
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
      SpareKey spare)
      throws SQLException {
    String sha256 = sha256(json);
    boolean agreed = evidence.choice() == ConsentEvidence.Choice.AGREED;
    @Nullable Grant grant =
        agreed ? grant(tx.sql(), asked.campaign(), locked.person(), evidence, sha256) : null;
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
                    protection.cipher(), spare.or(locked.evidenceKey()), evidence.id(), json)),
            Optional.empty(),
            Optional.of(Json.write(new Payloads.Chosen(attemptId, sha256, grant)))));
  }

  private Grant grant(
      Sql sql, UUID campaignId, UUID person, ConsentEvidence evidence, String sha256)
      throws SQLException {
    Set<Purpose> purposes =
        registered.find(sql, RegisterKind.CAMPAIGN, Campaign.class, campaignId.toString())
                instanceof Found.Present(Campaign campaign)
            ? Set.of(campaign.purpose())
            : Set.of();
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

  private Asked asked(UUID attemptId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT a.number_id, a.campaign_id, p.evidence_key FROM attempt a"
                        + " JOIN person p ON p.id = a.person_id WHERE a.id = ?",
                    row ->
                        new Asked(
                            Sql.id(row, "number_id"),
                            Sql.id(row, "campaign_id"),
                            Sql.longOrNull(row, "evidence_key") != null),
                    attemptId))
        .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
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
