package dev.assent.compliance;

import dev.assent.compliance.numbering.PhoneNumber;
import java.time.Instant;
import java.util.UUID;

/** Permits without a gate, for tests of what stands below it. */
public final class Permits {
  private Permits() {}

  public static Permit of(Attempt attempt, UUID personId, PhoneNumber number, Instant at) {
    return of(attempt, personId, number, "+861990000", at);
  }

  public static Permit of(
      Attempt attempt, UUID personId, PhoneNumber number, String caller, Instant at) {
    return new Permit(attempt, personId, number, caller, "script", at, false);
  }
}
