package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case that needs data kept: nothing is destroyed, and nothing used but for the case (R56).
 *
 * @param person whose data; everything of theirs is kept
 * @param recording null when it is about all of the person
 * @param until when it ends by itself
 * @param approvedBy a second person; null until they signed, and it holds meanwhile
 */
public record LegalHold(
    UUID id,
    String caseId,
    UUID person,
    @Nullable UUID recording,
    Instant until,
    String setBy,
    Instant setAt,
    @Nullable String approvedBy,
    @Nullable String liftedBy,
    @Nullable Instant liftedAt) {

  public boolean inForce(Instant now) {
    return liftedAt == null && now.isBefore(until);
  }
}
