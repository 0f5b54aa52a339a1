package dev.assent.compliance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A licence of the operator, or the reason why none is needed (D-a, R06).
 *
 * @param kind what it permits, in the words packs ask for it by, such as {@code call-centre}
 * @param number as the authority wrote it; empty for an exemption
 * @param holder whom it was given to
 * @param exemption why no licence is needed; empty for a licence
 * @param fileSha256 of the document kept as evidence, lower hex
 * @param validTo last day of validity
 * @param reviewer who compared it with its document; null while nobody has
 * @param selfReviewed true when the only user of a sole home reviewed their own entry
 */
public record Licence(
    UUID id,
    String name,
    String kind,
    String number,
    String holder,
    String exemption,
    String fileSha256,
    LocalDate validFrom,
    LocalDate validTo,
    String creator,
    @Nullable String reviewer,
    @Nullable Instant reviewedAt,
    boolean selfReviewed) {

  /** Read by another person, and valid on that day. */
  public boolean holds(LocalDate day) {
    return reviewer != null
        && (selfReviewed || !reviewer.equals(creator))
        && (number.isBlank() ? !exemption.isBlank() : exemption.isBlank())
        && !day.isBefore(validFrom)
        && !day.isAfter(validTo);
  }
}
