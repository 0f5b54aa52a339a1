package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.Refusal;
import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.Connected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a further INVITE of one attempt may go, and where never. */
@Timeout(60)
class WayTest {
  private final VirtualTimers timers = new VirtualTimers();
  private TrunkHealth health;
  private Way way;

  @BeforeEach
  void start() {
    Routes routes =
        new Routes(
                List.of(
                    new Routes.Name("192.0.2.1", 0, ""),
                    new Routes.Name("192.0.2.2", 0, ""),
                    new Routes.Name("192.0.2.3", 0, "")),
                Transport.UDP,
                null,
                _ -> true,
                timers,
                new Random(1))
            .start();
    Reach reach =
        new Reach() {
          @Override
          public CompletableFuture<Connected> connect(Target target) {
            return CompletableFuture.completedFuture(new Connected(target, "", null));
          }

          @Override
          public void release(Target target) {}

          @Override
          public boolean isUp(Target target) {
            return true;
          }

          @Override
          public CompletableFuture<Integer> options(Target target) {
            return CompletableFuture.completedFuture(200);
          }
        };
    health =
        new TrunkHealth(
                routes,
                reach,
                null,
                false,
                Duration.ofMinutes(1),
                timers,
                () -> Instant.EPOCH,
                new Random(2))
            .start();
    way = new Way(health);
  }

  private static Refusal refusal(int status, Duration retryAfter) {
    return new Refusal(status, "", List.of(), retryAfter, List.of(), false);
  }

  private static String host(Target target) {
    return target.address().getAddress().getHostAddress();
  }

  @Test
  void a503LeadsToTheNextAddressAndThenNowhere() {
    assertThat(host(way.first())).isEqualTo("192.0.2.1");
    Target second = way.after(refusal(503, null)).orElseThrow();
    assertThat(host(way.take(second))).isEqualTo("192.0.2.2");
    Target third = way.after(refusal(Refusal.NOTHING_LEFT, null)).orElseThrow();
    assertThat(host(way.take(third))).isEqualTo("192.0.2.3");
    assertThat(way.after(refusal(503, null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407, 422})
  void aChallengeIsAnsweredWhereItCameFrom(int status) {
    way.first();
    way.take(way.after(refusal(503, null)).orElseThrow());
    assertThat(host(way.after(refusal(status, null)).orElseThrow())).isEqualTo("192.0.2.2");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {300, 302, 403, 404, 408, 480, 486, 487, 488, 500, 502, 504, 600, 603, 607, 608})
  void whatSomebodyRefusedIsNeverAskedForElsewhere(int status) {
    way.first();
    assertThat(way.after(refusal(status, null))).isEmpty();
  }

  @Test
  void theNextAttemptKeepsAwayFromWhoAskedForTime() {
    way.first();
    way.heard(refusal(503, Duration.ofMinutes(1)));
    assertThat(host(new Way(health).first())).isEqualTo("192.0.2.2");
  }

  @Test
  void whereNotOneByteLeftIsLeftAloneForAWhile() {
    way.first();
    way.heard(refusal(Refusal.NOTHING_LEFT, null));
    assertThat(host(new Way(health).first())).isEqualTo("192.0.2.2");
    timers.advance(Duration.ofMinutes(2));
    assertThat(host(new Way(health).first())).isEqualTo("192.0.2.1");
  }
}
