package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Evidence packs that still lie in this home: what was told of a person in the clear, when they
 * were gathered. Bound by the engine.
 */
public interface GatheredEvidence {
  /**
   * A pack about one person.
   *
   * @param at before which what it says was read
   */
  record Pack(UUID person, Instant at) {}

  /**
   * Removes whole packs; on return they are gone from the directory.
   *
   * @return how many packs went
   */
  int remove(Predicate<Pack> which);
}
