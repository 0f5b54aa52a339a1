package dev.assent.dialer.engine.law;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of persons that were made last: an import seals four cells under each, and would otherwise
 * open the ledger for every one. Any thread.
 */
public final class RecentKeys {
  /** More than an import seals at once. */
  static final int AT_MOST = 32_768;

  private final Map<Long, SecretKeySpec> keys = new LinkedHashMap<>();

  synchronized void add(long row, byte[] key) {
    keys.put(row, new SecretKeySpec(key, "AES"));
    if (keys.size() > AT_MOST) {
      keys.remove(keys.keySet().iterator().next());
    }
  }

  synchronized Optional<SecretKeySpec> of(long row) {
    return Optional.ofNullable(keys.get(row));
  }

  /** What another engine destroyed is not kept here for long. */
  public synchronized void clear() {
    keys.clear();
  }

  synchronized void forget(Collection<Long> rows) {
    rows.forEach(keys::remove);
  }
}
