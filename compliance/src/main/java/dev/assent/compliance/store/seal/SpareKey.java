package dev.assent.compliance.store.seal;

import java.util.List;
import java.util.Optional;

/**
 * A key made before a transaction in case the person has none of that class: the ledger is not
 * forced while locks are held.
 */
public final class SpareKey {
  private final PersonKeys keys;
  private final Optional<Long> row;
  private boolean used;

  private SpareKey(PersonKeys keys, Optional<Long> row) {
    this.keys = keys;
    this.row = row;
  }

  public static SpareKey unless(boolean present, PersonKeys keys) {
    return new SpareKey(keys, present ? Optional.empty() : Optional.of(keys.create(1)[0]));
  }

  /** The key the person has, else the spare one. */
  public long or(Optional<Long> known) throws java.sql.SQLException {
    used = known.isEmpty();
    if (known.isPresent()) {
      return known.get();
    }
    // The person's key was there when looked at without the lock, and is gone: look again.
    return row.orElseThrow(() -> new java.sql.SQLException("the person's keys changed", "40001"));
  }

  /** The key that {@link #or} will give unless another was made meanwhile. */
  public long before(Optional<Long> known) {
    return known.or(() -> row).orElseThrow();
  }

  /** After a transaction that certainly did not commit. */
  public void notCommitted() {
    used = false;
  }

  /** Destroys the key unless a committed row names it. */
  public void discard() {
    if (!used) {
      row.ifPresent(unused -> keys.destroy(List.of(unused)));
    }
  }
}
