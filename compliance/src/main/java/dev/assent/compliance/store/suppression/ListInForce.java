package dev.assent.compliance.store.suppression;

import dev.assent.compliance.store.commit.ListTerms;
import java.time.Instant;
import java.util.UUID;

/**
 * A list that numbers are looked up in now.
 *
 * @param id of its entry in the journal
 * @param pepper version of the pepper of its indexes
 * @param seal SHA-256 that covers its file, lower hex; the file is named by it
 * @param entries numbers on it
 * @param actor who took it
 * @param at when it was switched
 */
public record ListInForce(
    UUID id, ListTerms terms, int pepper, String seal, long entries, String actor, Instant at) {
  public String name() {
    return terms.title().name();
  }

  /** As decisions write it down, such as {@code national 2026-11 ab12cd34ef56}. */
  public String mark() {
    return name() + " " + terms.title().version() + " " + seal.substring(0, 12);
  }
}
