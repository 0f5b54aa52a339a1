package dev.assent.dialer.engine.law;

import dev.assent.compliance.store.seal.PersonKeys;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.RowKind;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A person's keys are rows of the key ledger, the one place where they can be destroyed. */
public final class LedgerPersonKeys implements PersonKeys {
  private final KeyRows ledger;
  private final SecureRandom random;
  private final RecentKeys recent;

  public LedgerPersonKeys(KeyRows ledger, SecureRandom random, RecentKeys recent) {
    this.ledger = ledger;
    this.random = random;
    this.recent = recent;
  }

  @Override
  public long[] create(int count) {
    List<byte[]> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      keys.add(key);
    }
    try {
      long[] rows = ledger.append(RowKind.PERSON, keys);
      for (int i = 0; i < count; i++) {
        recent.add(rows[i], keys.get(i));
      }
      return rows;
    } finally {
      keys.forEach(key -> Arrays.fill(key, (byte) 0));
    }
  }

  @Override
  public void destroy(Collection<Long> rows) {
    recent.forget(rows);
    ledger.erase(rows);
  }
}
