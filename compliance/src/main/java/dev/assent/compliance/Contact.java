package dev.assent.compliance;

import dev.assent.compliance.numbering.PhoneNumber;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One number of one person, from one source.
 *
 * @param declaredZone where the person says they live
 * @param language BCP 47, such as {@code zh-CN}
 * @param batchId the import that brought it
 * @param expiresAt when it must be erased
 */
public record Contact(
    UUID id,
    UUID personId,
    PhoneNumber number,
    @Nullable ZoneId declaredZone,
    String language,
    @Nullable AgeBand ageBand,
    UUID sourceId,
    UUID batchId,
    Instant expiresAt) {

  /** The same contact of a person who was merged into another. */
  public Contact of(UUID person) {
    return new Contact(
        id, person, number, declaredZone, language, ageBand, sourceId, batchId, expiresAt);
  }

  public enum AgeBand {
    UNDER_14,
    FROM_14_TO_17,
    ADULT
  }
}
