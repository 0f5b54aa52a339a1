package dev.assent.dialer.trunk;

import dev.assent.compliance.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What one trunk's calls came to since the start. Any thread. */
public final class TrunkTally {
  private final AtomicLongArray responses = new AtomicLongArray(7);
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

  TrunkTally() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void response(int status) {
    if (status >= 100 && status <= 699) {
      responses.incrementAndGet(status / 100);
    }
  }

  /** An attempt ended. */
  public void ended(Outcome outcome) {
    LongAdder count = outcomes.get(outcome);
    if (count != null) {
      count.increment();
    }
  }

  /**
   * Answers to INVITEs.
   *
   * @param hundreds 1 for 1xx to 6 for 6xx
   */
  public long responses(int hundreds) {
    return responses.get(hundreds);
  }

  /** Attempts that ended so. */
  public long of(Outcome outcome) {
    LongAdder count = outcomes.get(outcome);
    return count == null ? 0 : count.sum();
  }
}
