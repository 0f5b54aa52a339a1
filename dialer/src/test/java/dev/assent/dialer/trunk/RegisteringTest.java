package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.Registered;
import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a carrier is told where we are, and when it is left alone. */
@Timeout(60)
class RegisteringTest {
  private static final Target ONE = target("192.0.2.1");
  private static final Target TWO = target("192.0.2.2");
  private static final Registered HOUR = new Registered.Bound(Duration.ofHours(1));
  private static final Registered SILENCE = new Registered.NoAnswer("no answer to REGISTER");
  private static final Registered WRONG = new Registered.NotAuthorized(401, "Unauthorized");

  private record Sent(long atSeconds, Target target, long expires) {}

  private final VirtualTimers timers = new VirtualTimers();
  private final Deque<Registered> answers = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Registering registering =
      new Registering(
          (target, expires) -> {
            sent.add(new Sent(timers.nanoTime() / 1_000_000_000, target, expires.toSeconds()));
            Registered answer = answers.size() > 1 ? answers.poll() : answers.peek();
            return CompletableFuture.completedFuture(answer);
          },
          () -> List.of(ONE, TWO),
          Duration.ofHours(1),
          timers,
          () -> Instant.EPOCH.plusNanos(timers.nanoTime()),
          new Random(3));

  private static Target target(String address) {
    return Target.udp(new InetSocketAddress(InetAddress.ofLiteral(address), 5060));
  }

  private void answers(Registered... all) {
    answers.clear();
    answers.addAll(List.of(all));
  }

  @Test
  void isRenewedWellBeforeItRunsOut() {
    answers(HOUR);
    registering.start();
    assertThat(registering.status().state()).isEqualTo(State.UP);
    assertThat(registering.status().until()).isEqualTo(Instant.EPOCH.plusSeconds(3600));
    timers.advance(Duration.ofHours(1));
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().atSeconds()).isBetween(1800L, 2700L);
    assertThat(sent).allMatch(each -> each.target().equals(ONE));
  }

  @Test
  void whoStandsByTakesBackWhatItSaidAndSaysNothing() {
    answers(HOUR);
    registering.start();
    registering.standBy();
    assertThat(sent).extracting(Sent::expires).containsExactly(3600L, 0L);
    assertThat(registering.status().reason()).contains("another node");
    timers.advance(Duration.ofHours(2));
    assertThat(registering.now().join()).isInstanceOf(Registered.NoAnswer.class);
    assertThat(sent).hasSize(2);
    registering.start();
    assertThat(registering.status().state()).isEqualTo(State.UP);
    assertThat(registering.status().reason()).isEmpty();
    registering.close();
    assertThat(sent).extracting(Sent::expires).containsExactly(3600L, 0L, 3600L, 0L);
  }

  @Test
  void theOtherAddressIsAskedAtOnceAndBothEverMoreRarely() {
    answers(SILENCE);
    registering.start();
    timers.advance(Duration.ofSeconds(2));
    assertThat(sent).extracting(Sent::target).containsExactly(ONE, TWO);
    assertThat(registering.status().state()).isEqualTo(State.DEGRADED);
    assertThat(registering.status().reason()).isEqualTo("no answer to REGISTER");
    timers.advance(Duration.ofHours(4));
    assertThat(sent.size()).isLessThan(30);
    answers(HOUR);
    timers.advance(Duration.ofMinutes(31));
    assertThat(registering.status().state()).isEqualTo(State.UP);
  }

  @Test
  void aWrongPasswordIsTriedOnceMoreAndThenByTheHour() {
    answers(WRONG);
    registering.start();
    assertThat(registering.status().state()).isEqualTo(State.DOWN);
    assertThat(registering.status().reason()).contains("401").contains("password");
    timers.advance(Duration.ofMinutes(30));
    assertThat(sent).hasSize(2);
    timers.advance(Duration.ofHours(5));
    assertThat(sent).hasSize(7);
  }

  @Test
  void aCarrierSaysWhenToComeBack() {
    answers(new Registered.Refused(503, "Service Unavailable", Duration.ofMinutes(5)), HOUR);
    registering.start();
    timers.advance(Duration.ofMinutes(4));
    assertThat(sent).hasSize(1);
    timers.advance(Duration.ofMinutes(2));
    assertThat(registering.status().state()).isEqualTo(State.UP);
  }

  @Test
  void theBindingIsTakenBackAtTheEnd() {
    answers(HOUR);
    registering.start();
    registering.close();
    assertThat(sent.getLast().expires()).isZero();
    timers.advance(Duration.ofDays(1));
    assertThat(sent).hasSize(2);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whatWasNeverBoundIsNotTakenBack() {
    answers(SILENCE);
    registering.start();
    registering.close();
    assertThat(sent).hasSize(1);
  }
}
