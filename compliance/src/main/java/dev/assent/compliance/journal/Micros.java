package dev.assent.compliance.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the format and both databases keep them: whole microseconds. */
public final class Micros {
  private Micros() {}

  public static Instant truncate(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  static long of(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
