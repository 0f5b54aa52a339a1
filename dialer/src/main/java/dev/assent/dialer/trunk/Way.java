package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.Refusal;
import dev.assent.dialer.sip.address.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The addresses one attempt may try, in their order, each once; and what its INVITEs tell of the
 * carrier's health. A challenge is answered where it came from; only a 503, or when not one byte
 * left, leads to the next address: a callee's or a network's no (6xx, 607, 608) is never asked for
 * again elsewhere, that would be evasion. First and take on the call's thread, heard on the SIP
 * worker.
 */
final class Way {
  private final TrunkHealth health;
  private final List<Target> route;
  private int at;
  private volatile TrunkHealth.@Nullable Sent sent;

  Way(TrunkHealth health) {
    this.health = health;
    this.route = health.inOrder();
  }

  boolean isNone() {
    return route.isEmpty();
  }

  Target first() {
    return take(route.getFirst());
  }

  /** Where a further INVITE would go, if it may leave. */
  Optional<Target> after(Refusal refusal) {
    return switch (refusal.status()) {
      case 503, Refusal.NOTHING_LEFT ->
          at + 1 < route.size() ? Optional.of(route.get(at + 1)) : Optional.empty();
      case 401, 407, 422 -> Optional.of(route.get(at));
      default -> Optional.empty();
    };
  }

  /** An INVITE leaves for it. */
  Target take(Target target) {
    at = route.indexOf(target);
    sent = health.invited(target);
    return target;
  }

  void heard(Refusal refusal) {
    if (refusal.status() == Refusal.NOTHING_LEFT) {
      unsent();
    } else {
      heard(refusal.status(), refusal.retryAfter());
    }
  }

  void heard(int status, @Nullable Duration retryAfter) {
    TrunkHealth.Sent watched = sent;
    if (watched != null) {
      watched.heard(status, retryAfter);
    }
  }

  /** No further INVITE can help against a challenge. */
  void unauthorized(Refusal refusal) {
    TrunkHealth.Sent watched = sent;
    if (watched != null) {
      watched.unauthorized(refusal.status(), refusal.phrase());
    }
  }

  /**
   * The answer carried sound we can speak.
   *
   * @param why not; empty if it did
   */
  void answered(String why) {
    TrunkHealth.Sent watched = sent;
    if (watched != null) {
      watched.answered(why);
    }
  }

  void unsent() {
    TrunkHealth.Sent watched = sent;
    if (watched != null) {
      watched.unsent();
    }
  }
}
