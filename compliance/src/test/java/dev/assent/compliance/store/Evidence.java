package dev.assent.compliance.store;

import dev.assent.compliance.consent.ConsentEvidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Choices as a call would report them. */
public final class Evidence {
  private Evidence() {}

  public static ConsentEvidence agreed(UUID attempt, Instant at) {
    return of(attempt, at, ConsentEvidence.Choice.AGREED, '1');
  }

  static ConsentEvidence refused(UUID attempt, Instant at) {
    return of(attempt, at, ConsentEvidence.Choice.REFUSED, '0');
  }

  private static ConsentEvidence of(
      UUID attempt, Instant at, ConsentEvidence.Choice choice, char key) {
    return new ConsentEvidence(
        UUID.randomUUID(),
        attempt,
        choice,
        ConsentEvidence.Means.DTMF,
        key,
        at,
        ZoneId.of("Asia/Shanghai"),
        Duration.ofMillis(700),
        "5c".repeat(32),
        "zh-CN",
        List.of(),
        "call@test",
        "a",
        "b",
        "loop",
        "+8619900000001",
        Duration.ofMillis(120),
        "RFC4733",
        UUID.randomUUID(),
        "",
        "node",
        Duration.ZERO);
  }
}
