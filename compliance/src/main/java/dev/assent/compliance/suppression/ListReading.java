package dev.assent.compliance.suppression;

import dev.assent.compliance.Found;
import java.time.Instant;

/**
 * What one list in force says of one number.
 *
 * @param name of the list, such as {@code national}; a newer version replaces it under this name
 * @param version as its publisher calls it
 * @param fetchedAt when it was taken from its publisher
 * @param validTo from then on it says nothing any more; {@link Instant#MAX} for no end
 * @param entry absent when the number is not on it, unreadable when nobody can tell
 */
public record ListReading(
    String name,
    ListKind kind,
    String version,
    Instant fetchedAt,
    Instant validTo,
    Found<ListEntry> entry) {}
