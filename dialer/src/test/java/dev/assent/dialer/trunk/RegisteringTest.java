package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.Binding;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
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

  /** What was taken back was everybody's. */
  private static final long ALL = -1;

  private record Sent(long atSeconds, Target target, long expires) {}

  private final VirtualTimers timers = new VirtualTimers();
  private final Deque<Registered> answers = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();

  /** Answers of the carrier, while they are on their way. */
  private @Nullable CompletableFuture<Registered> late;

  private final Registering registering =
      new Registering(
          new Binding() {
            @Override
            public CompletableFuture<Registered> register(Target target, Duration expires) {
              return answered(target, expires.toSeconds());
            }

            @Override
            public CompletableFuture<Registered> clear(Target target) {
              return answered(target, ALL);
            }
          },
          () -> List.of(ONE, TWO),
          Duration.ofHours(1),
          timers,
          () -> Instant.EPOCH.plusNanos(timers.nanoTime()),
          new Random(3));

  private CompletableFuture<Registered> answered(Target target, long expires) {
    sent.add(new Sent(timers.nanoTime() / 1_000_000_000, target, expires));
    Registered answer = answers.size() > 1 ? answers.poll() : answers.peek();
    return late != null ? late : CompletableFuture.completedFuture(answer);
  }

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
  void whoTakesOverTakesBackWhatADeadOneSaid() {
    answers(HOUR);
    registering.standBy();
    registering.takeOver(() -> true);
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L);
    timers.advance(Duration.ofHours(1));
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L, 3600L);
  }

  @Test
  void aCarrierMayNotKnowHowToTakeAllBack() {
    answers(new Registered.Refused(400, "Bad Request", null), HOUR);
    registering.takeOver(() -> true);
    assertThat(registering.status().state()).isEqualTo(State.UP);
    answers(WRONG);
    registering.standBy();
    registering.takeOver(() -> true);
    assertThat(registering.status().state()).isEqualTo(State.DOWN);
    answers(HOUR);
    registering.standBy();
    registering.takeOver(() -> true);
    assertThat(registering.status().state()).as("what was refused before").isEqualTo(State.UP);
  }

  /** A carrier that takes one only may say 403, until the dead one's is gone. */
  @Test
  void aRefusalIsFollowedByTakingAllBack() {
    answers(SILENCE);
    registering.takeOver(() -> true);
    assertThat(registering.status().state()).isEqualTo(State.DEGRADED);
    answers(WRONG);
    timers.advance(Duration.ofSeconds(2));
    sent.clear();
    answers(HOUR);
    timers.advance(Duration.ofMinutes(2));
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L);
    assertThat(registering.status().state()).isEqualTo(State.UP);
  }

  @Test
  void whoStoodStillTooLongSaysNothing() {
    AtomicBoolean mine = new AtomicBoolean(true);
    answers(HOUR);
    registering.takeOver(mine::get);
    mine.set(false);
    timers.advance(Duration.ofHours(2));
    assertThat(sent).hasSize(2);
    mine.set(true);
    timers.advance(Duration.ofSeconds(1));
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L, 3600L);
  }

  @Test
  void whatIsBeingBoundAtTheEndIsTakenBackToo() {
    CompletableFuture<Registered> first = new CompletableFuture<>();
    late = first;
    registering.start();
    answers(HOUR);
    late = null;
    CompletableFuture<Void> closed = CompletableFuture.runAsync(registering::close);
    while (timers.pending() == 0) { // it is about to wait
      Thread.onSpinWait();
    }
    first.complete(HOUR);
    closed.join();
    assertThat(sent).extracting(Sent::expires).containsExactly(3600L, 0L);
  }

  @Test
  void whoRegistersAgainWaitsUntilWhatItSaidIsTakenBack() {
    answers(HOUR);
    registering.takeOver(() -> true);
    CompletableFuture<Registered> back = new CompletableFuture<>();
    late = back;
    registering.standBy();
    late = null;
    registering.takeOver(() -> true);
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L, 0L);
    back.complete(new Registered.Bound(Duration.ZERO));
    assertThat(sent).extracting(Sent::expires).containsExactly(ALL, 3600L, 0L, ALL, 3600L);
    assertThat(registering.status().state()).isEqualTo(State.UP);
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
