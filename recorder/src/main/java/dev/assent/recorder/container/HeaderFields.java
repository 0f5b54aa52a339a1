package dev.assent.recorder.container;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a header says once a recording begins.
 *
 * @param start kept to the microsecond
 * @param retentionClass 1–32 of {@code A-Z 0-9 _ -}; in the clear, so nothing personal
 * @param metadata sealed; at most 16 KiB in all
 * @param legs two
 */
public record HeaderFields(
    Instant start,
    UUID attemptId,
    String retentionClass,
    SortedMap<String, String> metadata,
    List<Leg> legs) {
  private static final Pattern RETENTION_CLASS = Pattern.compile("[A-Z0-9_-]{1,32}");

  public HeaderFields {
    if (!RETENTION_CLASS.matcher(retentionClass).matches()) {
      throw new IllegalArgumentException(
          "A retention class is 1-32 of A-Z 0-9 _ -, not '%s'".formatted(retentionClass));
    }
    if (legs.size() != AudioSecond.LEGS) {
      throw new IllegalArgumentException("A recording has two legs, not " + legs.size());
    }
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    legs = List.copyOf(legs);
  }
}
