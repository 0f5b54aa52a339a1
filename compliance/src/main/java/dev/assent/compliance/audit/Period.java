package dev.assent.compliance.audit;

import java.time.Instant;

/**
 * What is asked about.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to) {
  boolean contains(Instant at) {
    return !at.isBefore(from) && at.isBefore(to);
  }
}
