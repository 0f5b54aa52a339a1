package dev.assent.dialer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.store.nodes.Cluster.Look;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock that differs from the database's is not trusted; a slow way there is no difference. */
@Timeout(30)
class ClockComparisonTest {
  private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");
  private static final ClockState KERNEL = new ClockState(true, Duration.ZERO, "", "2026a");

  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "1000, 0, true",
    "1001, 0, false",
    "-1001, 0, false",
    // The database's time was taken somewhere on the way: half a second either side of its middle.
    "1500, 1000, true",
    "1501, 1000, false",
    "-1500, 1000, true",
    "-1501, 1000, false",
    "3000, 6000, true",
  })
  void isTrustedUpToASecondBeyondWhatTheWayTook(long aheadMillis, long wayMillis, boolean trusted) {
    ClockComparison comparison = new ClockComparison(() -> NOW);
    Instant middle = NOW.minus(Duration.ofMillis(wayMillis).dividedBy(2));
    comparison.compare(
        new Look.Seen(middle.minusMillis(aheadMillis), 0, Duration.ofMillis(wayMillis).toNanos()));
    ClockState found = comparison.with(KERNEL);
    assertThat(found.equals(KERNEL)).isEqualTo(trusted);
    if (!trusted) {
      assertThat(found.why()).contains("the database's clock differs by");
    }
    comparison.compare(new Look.Seen(NOW, 0, 0));
    assertThat(comparison.with(KERNEL)).as("set right since").isEqualTo(KERNEL);
  }
}
