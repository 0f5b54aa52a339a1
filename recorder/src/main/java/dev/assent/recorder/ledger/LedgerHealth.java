package dev.assent.recorder.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look at every row found.
 *
 * @param damaged one line for each thing that does not hold; empty if all is well
 */
public record LedgerHealth(int segments, long live, long erased, List<String> damaged) {
  public LedgerHealth {
    damaged = List.copyOf(damaged);
  }

  public boolean holds() {
    return damaged.isEmpty();
  }

  static final class Count {
    private long live;
    private long erased;
    private final List<String> damaged = new ArrayList<>();

    void live() {
      live++;
    }

    void erased() {
      erased++;
    }

    void damaged(String what) {
      damaged.add(what);
    }

    LedgerHealth health(int segments) {
      return new LedgerHealth(segments, live, erased, damaged);
    }
  }
}
