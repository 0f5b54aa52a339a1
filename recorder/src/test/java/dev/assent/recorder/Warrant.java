package dev.assent.recorder;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A warrant for tests: there is no consent behind it. */
public record Warrant(
    UUID attemptId,
    UUID evidenceId,
    Instant agreedAt,
    Map<String, String> metadata,
    String retentionClass)
    implements RecordingWarrant {

  public static Warrant of(int number) {
    return new Warrant(
        new UUID(1, number),
        new UUID(2, number),
        Instant.parse("2026-11-21T08:00:00Z"),
        Map.of("campaign", "demo", "number", "+86 199 0000 0001"),
        "GENERAL");
  }
}
