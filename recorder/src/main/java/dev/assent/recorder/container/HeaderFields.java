package dev.assent.recorder.container;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
 * @param continues which recording goes on in this file
 */
public record HeaderFields(
    Instant start,
    UUID attemptId,
    String retentionClass,
    SortedMap<String, String> metadata,
    List<Leg> legs,
    Optional<Continuation> continues) {
  private static final Pattern RETENTION_CLASS = Pattern.compile("[A-Z0-9_-]{1,32}");

  /** Of the first file of a call. */
  public HeaderFields(
      Instant start,
      UUID attemptId,
      String retentionClass,
      SortedMap<String, String> metadata,
      List<Leg> legs) {
    this(start, attemptId, retentionClass, metadata, legs, Optional.empty());
  }

  /** Of the next file of the same call: it begins when the second comes that it begins with. */
  public HeaderFields continuing(Continuation continuation) {
    int seconds = continuation.second() - continues.map(Continuation::second).orElse(0);
    return new HeaderFields(
        start.plusSeconds(seconds),
        attemptId,
        retentionClass,
        metadata,
        legs,
        Optional.of(continuation));
  }

  /** Whether this can be one. */
  static boolean isRetentionClass(String text) {
    return RETENTION_CLASS.matcher(text).matches();
  }

  public HeaderFields {
    if (!isRetentionClass(retentionClass)) {
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
