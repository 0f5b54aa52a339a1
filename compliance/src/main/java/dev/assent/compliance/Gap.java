package dev.assent.compliance;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time of which a home that was made again out of copies knows nothing. Everybody counts as
 * attempted in it, from the moment it is known; nobody is called before COMPLIANCE accepts it.
 *
 * @param id of the restoring it came from
 * @param epoch the home's life that began with it: 2 for the first gap
 * @param holdId the hold that stands until it is accepted
 * @param from last moment the copies know of
 * @param until when the home was made again; after {@code from}
 * @param cause what made it again
 * @param acceptedBy null until COMPLIANCE has accepted it
 */
public record Gap(
    UUID id,
    int epoch,
    UUID holdId,
    Instant from,
    Instant until,
    String cause,
    @Nullable String acceptedBy,
    @Nullable Instant acceptedAt) {

  /** As people are shown it. */
  public String range() {
    return from + ".." + until;
  }
}
