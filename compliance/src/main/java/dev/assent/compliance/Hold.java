package dev.assent.compliance;

import java.time.Instant;
import java.util.UUID;

/**
 * A kill switch that is on (R01).
 *
 * @param target campaign id, trunk name or prefix of an E.164 number, by scope; empty for GLOBAL
 * @param by the user or part of the engine that set it
 */
public record Hold(UUID id, Scope scope, String target, String reason, String by, Instant at) {

  public enum Scope {
    GLOBAL,
    CAMPAIGN,
    TRUNK,
    NUMBER_RANGE
  }
}
