package dev.assent.dialer.engine.acts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What was seen lately and counts only once. Guarded by itself; any thread. */
final class Nonces {
  /** Of two freshness windows at the highest rate of some hundred sessions. */
  private static final int AT_MOST = 500_000;

  private record Seen(UUID nonce, Instant at) {}

  private final Duration keptFor;
  private final Set<UUID> known = new HashSet<>();
  private final Deque<Seen> inOrder = new ArrayDeque<>();

  /**
   * @param keptFor longer than whatever carries a nonce is taken for fresh
   */
  Nonces(Duration keptFor) {
    this.keptFor = keptFor;
  }

  /** Whether it is new. A flood is refused as if it were not. */
  synchronized boolean take(UUID nonce, Instant now) {
    for (Seen oldest = inOrder.peek();
        oldest != null && oldest.at().plus(keptFor).isBefore(now);
        oldest = inOrder.peek()) {
      known.remove(oldest.nonce());
      inOrder.remove();
    }
    if (known.size() >= AT_MOST || !known.add(nonce)) {
      return false;
    }
    inOrder.add(new Seen(nonce, now));
    return true;
  }
}
