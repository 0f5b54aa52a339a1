package dev.assent.dialer.cluster;

import dev.assent.compliance.store.nodes.RegistrationLeases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Registrations that one node holds for all: this node's are kept up while it holds their leases,
 * and let go before another can have them. Any thread; renewed by the one that looks, let go by a
 * timer too, because that one may be waiting for a silent server.
 */
final class SharedRegistrations {
  private final RegistrationLeases leases;
  private final LongSupplier nanos;
  private final Map<String, Held> all = new ConcurrentHashMap<>();

  SharedRegistrations(RegistrationLeases leases, LongSupplier nanos) {
    this.leases = leases;
    this.nanos = nanos;
  }

  /**
   * From the next look on.
   *
   * @param keepUp it is this node's for as long as that is true; must not block
   * @param standBy it is another's, or nobody knows whose; must not block
   */
  void add(String trunk, Consumer<BooleanSupplier> keepUp, Runnable standBy) {
    standBy.run();
    all.put(trunk, new Held(trunk, keepUp, standBy));
  }

  /** This node tells that carrier nothing any more. */
  void remove(String trunk) {
    Held held = all.remove(trunk);
    if (held != null) {
      leases.release(trunk);
    }
  }

  void renew() {
    List<Held> now = new ArrayList<>(all.values());
    now.forEach(held -> held.is(leases.hold(held.trunk)));
  }

  void letGo() {
    all.values().forEach(Held::letGo);
  }

  private final class Held {
    private final String trunk;
    private final Consumer<BooleanSupplier> keepUp;
    private final Runnable standBy;
    private boolean ours;
    private volatile long until;

    private Held(String trunk, Consumer<BooleanSupplier> keepUp, Runnable standBy) {
      this.trunk = trunk;
      this.keepUp = keepUp;
      this.standBy = standBy;
    }

    private synchronized void is(OptionalLong found) {
      boolean before = ours;
      ours = found.isPresent();
      found.ifPresent(end -> until = end);
      if (ours && !before) {
        keepUp.accept(this::counts);
      } else if (before && !ours) {
        standBy.run();
      }
    }

    private boolean counts() {
      return until - nanos.getAsLong() > 0;
    }

    private synchronized void letGo() {
      if (ours && !counts()) {
        ours = false;
        standBy.run();
      }
    }
  }
}
