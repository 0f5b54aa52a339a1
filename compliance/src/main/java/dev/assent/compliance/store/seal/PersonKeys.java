package dev.assent.compliance.store.seal;

import java.util.Collection;

/**
 * The keys of persons, one a row of the key ledger. Bound to the recorder's ledger by the engine.
 */
public interface PersonKeys {
  /**
   * Makes {@code count} random keys.
   *
   * @return their rows; on return they last through a power cut
   */
  long[] create(int count);

  /**
   * Destroys keys for good: what is sealed under them is erased everywhere. Idempotent: rows that
   * are destroyed or were never there cost a look each.
   */
  void destroy(Collection<Long> rows);
}
