package dev.assent.dialer.cluster;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.store.nodes.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * This machine's clock against the database's (R02): nodes whose clocks differ would count hours
 * and caps differently. Any thread.
 */
final class ClockComparison {
  static final Duration AT_MOST = Duration.ofSeconds(1);

  private final InstantSource machine;
  private volatile Duration offset = Duration.ZERO;

  ClockComparison(InstantSource machine) {
    this.machine = machine;
  }

  /** To be called right after the look. What the way there and back took counts for nobody. */
  void compare(Cluster.Look.Seen seen) {
    Duration way = Duration.ofNanos(seen.ended() - seen.began());
    Instant between = machine.instant().minus(way.dividedBy(2));
    Duration found = Duration.between(seen.databaseTime(), between);
    Duration unsure = way.dividedBy(2);
    offset =
        found.abs().compareTo(unsure) <= 0
            ? Duration.ZERO
            : found.isNegative() ? found.plus(unsure) : found.minus(unsure);
  }

  /** The kernel's word, unless the database's clock says otherwise. */
  ClockState with(ClockState kernel) {
    Duration found = offset;
    return found.abs().compareTo(AT_MOST) <= 0
        ? kernel
        : new ClockState(
            false,
            found,
            "the database's clock differs by " + found.toMillis() + " ms",
            kernel.tzdata());
  }
}
