package dev.assent.compliance.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;

/**
 * One person's signed word that another's work may be used.
 *
 * @param subject what was approved: SHA-256, lower hex, of its content
 * @param selfApproved the only user of a sole home approved their own work; shown everywhere
 * @param signature Ed25519 over {@link #message}, lower hex
 */
public record Approval(
    UUID id,
    Kind kind,
    String subject,
    String creator,
    String approver,
    boolean selfApproved,
    String signature,
    Instant at) {
  public enum Kind {
    CAMPAIGN,
    SCRIPT,
    SOURCE,
    LICENCE,
    LAW,
    ERASURE,
    LEGAL_HOLD,
    RECONCILIATION,
    EXPORT
  }

  /** The bytes an approver signs. */
  public static byte[] message(Kind kind, String subject, String approver) {
    return ("assent approval 1\n" + kind + "\n" + subject + "\n" + approver + "\n").getBytes(UTF_8);
  }
}
