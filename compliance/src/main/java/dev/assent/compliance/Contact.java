package dev.assent.compliance;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.QuietTimes;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One number of one person, from one source.
 *
 * @param whereabouts what is known of where they are
 * @param language BCP 47, such as {@code zh-CN}
 * @param quiet when the person asked not to be called, by this list
 * @param batchId the import that brought it
 * @param expiresAt when it must be erased
 */
public record Contact(
    UUID id,
    UUID personId,
    PhoneNumber number,
    Whereabouts whereabouts,
    String language,
    @Nullable AgeBand ageBand,
    QuietTimes quiet,
    UUID sourceId,
    UUID batchId,
    Instant expiresAt) {

  /** The same contact of a person who was merged into another. */
  public Contact of(UUID person) {
    return new Contact(
        id, person, number, whereabouts, language, ageBand, quiet, sourceId, batchId, expiresAt);
  }

  public enum AgeBand {
    UNDER_14,
    FROM_14_TO_17,
    ADULT
  }
}
