package dev.assent.compliance.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hand out, whole: what approvers sign is the hash of this.
 *
 * @param files of one call, in order
 * @param attempt the call
 * @param caseId of a dispute or a finding; null for none
 * @param recipient who gets it, in words
 * @param agreement id of the agreement with the recipient; null for none
 * @param court with the sealed files, for an expert
 * @param unmasked nothing is silenced, and the recording's own key goes with it
 * @param masks silenced in both legs, besides the keys that were pressed
 * @param makeBy from then on it is made no more
 * @param destroyBy when the recipient must have destroyed it
 * @param holds that keep the files for the case
 */
public record ExportOrder(
    UUID id,
    List<Piece> files,
    UUID attempt,
    Purpose purpose,
    @Nullable String caseId,
    String recipient,
    @Nullable String agreement,
    Delivery delivery,
    boolean court,
    boolean unmasked,
    List<Span> masks,
    String requestedBy,
    Instant requestedAt,
    Instant makeBy,
    Instant destroyBy,
    List<UUID> holds) {
  private static final int LONGEST = 200;
  private static final int LONGEST_CASE = 100;
  private static final int MOST_MASKS = 200;

  public ExportOrder {
    files = List.copyOf(files);
    masks = List.copyOf(masks);
    holds = List.copyOf(holds);
  }

  /**
   * A sealed file as it was when it was asked for.
   *
   * @param sha256 lower hex
   */
  public record Piece(UUID recording, String sha256) {}

  /** Why a recording may be used (R52). */
  public enum Purpose {
    QUALITY,
    TRAINING,
    DISPUTE,
    COMPLIANCE;

    /** Whether it is for one case, and lawful without the person's word. */
    public boolean forCase() {
      return this == DISPUTE || this == COMPLIANCE;
    }
  }

  /** The same, kept by these holds. */
  public ExportOrder heldBy(List<UUID> cases) {
    return new ExportOrder(
        id,
        files,
        attempt,
        purpose,
        caseId,
        recipient,
        agreement,
        delivery,
        court,
        unmasked,
        masks,
        requestedBy,
        requestedAt,
        makeBy,
        destroyBy,
        cases);
  }

  /** What the access journal calls it. */
  public String reason() {
    return caseId == null ? purpose.name() : purpose + " " + caseId;
  }

  /** What keeps this from being asked at all; empty if nothing does. */
  public Optional<String> fault() {
    if (files.isEmpty()) {
      return Optional.of("an export names a recording");
    }
    if (recipient.isBlank() || recipient.length() > LONGEST) {
      return Optional.of("an export names its recipient, in at most " + LONGEST + " characters");
    }
    if (caseId != null && (caseId.isBlank() || caseId.length() > LONGEST_CASE)) {
      return Optional.of("the id of a case has 1 to " + LONGEST_CASE + " characters");
    }
    if ((purpose.forCase() || court) && caseId == null) {
      return Optional.of("an export for DISPUTE, COMPLIANCE or a court names its case");
    }
    if (court && !purpose.forCase()) {
      return Optional.of("what goes to a court is for DISPUTE or COMPLIANCE");
    }
    if (!purpose.forCase() && (agreement == null || agreement.isBlank())) {
      return Optional.of(
          "an export for QUALITY or TRAINING names the agreement with its recipient (A-04, A-31)");
    }
    if (agreement != null && agreement.length() > LONGEST) {
      return Optional.of("the id of an agreement has at most " + LONGEST + " characters");
    }
    if (unmasked && !court) {
      return Optional.of("only what goes to a court may be unmasked");
    }
    if (unmasked && !masks.isEmpty()) {
      return Optional.of("it cannot be unmasked and have masks");
    }
    if (masks.size() > MOST_MASKS) {
      return Optional.of("at most " + MOST_MASKS + " stretches can be masked");
    }
    if (!destroyBy.isAfter(requestedAt)) {
      return Optional.of("the day by which it must be destroyed is over");
    }
    return Optional.empty();
  }
}
