package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.trunk.TrunkStatus.OfTarget;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of all addresses of a carrier. Guarded by its trunk's health. */
final class TargetHealths {
  private final Routes routes;
  private final Reach reach;
  private final InstantSource clock;
  private final Map<Target, TargetHealth> known = new LinkedHashMap<>();

  TargetHealths(Routes routes, Reach reach, InstantSource clock) {
    this.routes = routes;
    this.reach = reach;
    this.clock = clock;
  }

  TargetHealth of(Target target) {
    return known.computeIfAbsent(target, t -> new TargetHealth(t, clock.instant()));
  }

  /** Empty when it is no address of this carrier any more. */
  Optional<TargetHealth> ifKnown(Target target) {
    return Optional.ofNullable(known.get(target));
  }

  /**
   * From now on these are all.
   *
   * @return those that were and are no more
   */
  List<Target> are(List<Target> all) {
    all.forEach(this::of);
    List<Target> gone = known.keySet().stream().filter(target -> !all.contains(target)).toList();
    known.keySet().retainAll(all);
    return gone;
  }

  /** Those a call may try at {@code now}, in nanoseconds; those that are ill come last. */
  List<Target> inOrder(long now) {
    return routes.inOrder().stream()
        .map(this::of)
        .filter(target -> !target.isBlocked(now))
        .sorted(Comparator.comparingInt(this::rank))
        .map(TargetHealth::target)
        .toList();
  }

  private int rank(TargetHealth target) {
    if (!reach.isUp(target.target())) {
      return 3; // not one byte could leave for it now
    }
    return switch (target.state()) {
      case UP, UNKNOWN -> 0;
      case DEGRADED -> 1;
      case DOWN -> 2;
    };
  }

  /** Why none of them can be tried; empty when one can. */
  String heldBy(long now) {
    List<TargetHealth> all = routes.inOrder().stream().map(this::of).toList();
    if (all.isEmpty()) {
      return Stream.concat(Stream.of("no address to call"), routes.problems().stream())
          .reduce((a, b) -> a + ": " + b)
          .orElseThrow();
    }
    if (all.stream().allMatch(target -> target.isBlocked(now) || target.state() == State.DOWN)) {
      return all.getFirst().target() + ": " + all.getFirst().status().reason();
    }
    if (all.stream().noneMatch(target -> reach.isUp(target.target()))) {
      return all.getFirst().target() + ": " + all.getFirst().connectProblem();
    }
    return "";
  }

  /** What is wrong with names and addresses, each in words. */
  List<String> flaws() {
    Stream<String> ill =
        status().stream()
            .filter(target -> target.state() == State.DEGRADED || target.state() == State.DOWN)
            .map(target -> target.target() + ": " + target.reason());
    return Stream.concat(routes.problems().stream(), ill).toList();
  }

  /** Whether there are some, and none of them ever answered OPTIONS it was asked with. */
  boolean mute() {
    return !known.isEmpty() && known.values().stream().allMatch(TargetHealth::mute);
  }

  boolean unknown() {
    return known.values().stream().allMatch(target -> target.state() == State.UNKNOWN);
  }

  /** Whether there is none, or one is down or not connected. */
  boolean ill() {
    return known.isEmpty()
        || known.values().stream()
            .anyMatch(target -> target.state() == State.DOWN || !reach.isUp(target.target()));
  }

  List<OfTarget> status() {
    return known.values().stream().map(TargetHealth::status).toList();
  }
}
