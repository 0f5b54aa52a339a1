package dev.assent.dialer.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Carriers take a sudden crowd for an attack. */
@Timeout(60)
class RampUpTest {
  private final VirtualTimers timers = new VirtualTimers();

  private static void is(double share, double expected) {
    assertThat(share).isCloseTo(expected, within(0.001));
  }

  @Test
  void fromATenthToAllAndAgainAfterARest() {
    RampUp ramp = new RampUp(timers, Duration.ofSeconds(100));
    dialled(ramp, 0.1);
    timers.advance(Duration.ofSeconds(50));
    dialled(ramp, 0.5);
    timers.advance(Duration.ofSeconds(50));
    dialled(ramp, 1);
    timers.advance(Duration.ofSeconds(59));
    dialled(ramp, 1);
    timers.advance(Duration.ofSeconds(61));
    dialled(ramp, 0.1);
    timers.advance(Duration.ofSeconds(20));
    is(ramp.share(), 0.2);
  }

  private static void dialled(RampUp ramp, double share) {
    is(ramp.share(), share);
    ramp.dialled();
  }

  /** A run looks for its turn each second while its trunk is held. */
  @Test
  void whoOnlyWantedToDialRested() {
    RampUp ramp = new RampUp(timers, Duration.ofSeconds(100));
    timers.advance(Duration.ofSeconds(30));
    ramp.dialled();
    for (int second = 0; second < 3600; second++) {
      ramp.share();
      timers.advance(Duration.ofSeconds(1));
    }
    dialled(ramp, 0.1);
    timers.advance(Duration.ofSeconds(20));
    is(ramp.share(), 0.2);
  }

  @Test
  void withoutOneAllAtOnce() {
    is(new RampUp(timers, Duration.ZERO).share(), 1);
  }
}
