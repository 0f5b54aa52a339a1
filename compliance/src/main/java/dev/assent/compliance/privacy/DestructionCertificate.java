package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what was destroyed, and no more (B-16, R58). In two steps: the primary one when keys are
 * destroyed here; the final one when the last copy of the ledger that held them has expired. Names
 * nobody.
 *
 * @param cause {@code REQUEST} or {@code RETENTION}
 * @param request that it answers, if any
 * @param approver never the operator, but in a home of one user; for retention the rule that was
 *     approved beforehand
 * @param method what was done with keys
 * @param files recordings and proofs that were unlinked
 * @param overwritten files written over three times before that
 * @param medium why not more of them
 * @param copiesUntil the last copy of the ledger with these keys expires then
 * @param finalAt when that was seen; null until then
 */
public record DestructionCertificate(
    UUID id,
    String cause,
    @Nullable UUID request,
    Instant at,
    List<Line> lines,
    String operator,
    String approver,
    boolean selfApproved,
    String method,
    int files,
    int overwritten,
    Medium medium,
    Instant copiesUntil,
    @Nullable Instant finalAt) {

  /** A wrapped key taken out of the ledger, which is rewritten, forced and renamed over the old. */
  public static final String CRYPTO_ERASE = "CRYPTO_ERASE";

  public DestructionCertificate {
    lines = List.copyOf(lines);
  }

  /**
   * @param keys destroyed
   * @param records that were readable by them
   */
  public record Line(HeldKind kind, int keys, long records) {}
}
