package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A carrier that falls ill, and what is still dialled then. */
@Timeout(60)
class TrunkHealthTest {
  private static final Target ONE = target("192.0.2.1");
  private static final Target TWO = target("192.0.2.2");

  private final VirtualTimers timers = new VirtualTimers();
  private final Map<Target, Integer> answers = new HashMap<>();
  private final List<Target> asked = new ArrayList<>();
  private final List<Target> released = new ArrayList<>();
  private final Set<Target> unconnected = new HashSet<>();
  private TrunkHealth health;

  private static Target target(String address) {
    return Target.udp(new InetSocketAddress(InetAddress.ofLiteral(address), 5060));
  }

  @BeforeEach
  void start() {
    answers.put(ONE, 200);
    answers.put(TWO, 404);
    health = health();
  }

  private TrunkHealth health() {
    return health(Duration.ofMinutes(1));
  }

  private TrunkHealth health(Duration every) {
    return health(every, false);
  }

  private TrunkHealth health(Duration every, boolean login) {
    Routes routes =
        new Routes(
                List.of(
                    new Routes.Name("192.0.2.1", 0, ""), new Routes.Name("192.0.2.2", 5060, "")),
                Transport.UDP,
                null,
                _ -> true,
                timers,
                new Random(1))
            .start();
    return new TrunkHealth(
            routes,
            new Reach() {
              @Override
              public CompletableFuture<Connected> connect(Target target) {
                return CompletableFuture.failedFuture(new IOException("connection refused"));
              }

              @Override
              public void release(Target target) {
                released.add(target);
              }

              @Override
              public boolean isUp(Target target) {
                return !unconnected.contains(target);
              }

              @Override
              public CompletableFuture<Integer> options(Target target) {
                return TrunkHealthTest.this.options(target);
              }
            },
            null,
            login,
            every,
            timers,
            () -> Instant.EPOCH.plusNanos(timers.nanoTime()),
            new Random(2))
        .start();
  }

  private CompletableFuture<Integer> options(Target target) {
    asked.add(target);
    Integer status = answers.get(target);
    return status == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(status);
  }

  private void silentCarrier() {
    answers.clear();
  }

  private void advance(Duration span) {
    timers.advance(span);
  }

  private void invite(Target target) throws TrunkHeld {
    try (TrunkHealth.Turn _ = health.enter()) {
      health.invited(target);
      advance(Duration.ofSeconds(3));
    }
  }

  @Test
  void anyAnswerToOptionsIsGood() throws TrunkHeld {
    assertThat(asked).containsExactly(ONE, TWO);
    assertThat(health.status().state()).isEqualTo(State.UP);
    assertThat(health.status().reason()).isEmpty();
    assertThat(health.inOrder()).containsExactly(ONE, TWO);
    health.enter().close();
  }

  @Test
  void addressesAreAskedAgainAndAgain() {
    asked.clear();
    advance(Duration.ofMinutes(10));
    assertThat(asked.stream().filter(ONE::equals).count()).isBetween(9L, 12L);
  }

  @Test
  void anAddressThatFallsSilentIsTriedLast() {
    answers.remove(ONE);
    advance(Duration.ofMinutes(3));
    assertThat(health.inOrder()).containsExactly(TWO, ONE);
    TrunkStatus status = health.status();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.reason()).contains("192.0.2.1:5060").contains("no answer to OPTIONS");
    assertThat(status.targets().getFirst().since())
        .isBetween(Instant.EPOCH.plusSeconds(60), Instant.EPOCH.plusSeconds(180));
    answers.put(ONE, 200);
    advance(Duration.ofSeconds(6));
    assertThat(health.status().state()).isEqualTo(State.UP);
  }

  @Test
  void whenAllAddressesFallSilentNobodyIsDialled() {
    silentCarrier();
    advance(Duration.ofMinutes(3));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("no answer to OPTIONS");
    assertThat(health.status().state()).isEqualTo(State.DOWN);
  }

  @Test
  void aCarrierThatNeverAnswersOptionsMayBeCalledAllTheSame() throws TrunkHeld {
    silentCarrier();
    health = health();
    advance(Duration.ofMinutes(5));
    assertThat(health.status().state()).isEqualTo(State.UNKNOWN);
    health.enter().close();
  }

  @Test
  void threeInvitesIntoSilenceStopDiallingUntilOptionsIsAnsweredAndThenOneIsTried()
      throws TrunkHeld {
    silentCarrier();
    invite(ONE);
    invite(ONE);
    health.enter().close();
    invite(ONE);
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("three INVITEs in a row");

    answers.put(TWO, 200);
    advance(Duration.ofSeconds(6));
    assertThat(health.status().state()).isEqualTo(State.DEGRADED);
    TrunkHealth.Turn probe = health.enter();
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("one call at a time");
    TrunkHealth.Sent sent = health.invited(TWO);
    sent.heard(100, null);
    health.enter().close();
    probe.close();
    assertThat(health.status().reason())
        .doesNotContain("one call at a time")
        .contains("6 % of the calls a second");
    advance(Duration.ofMinutes(3));
    assertThat(health.share()).as("and by and by all of them").isEqualTo(1);
  }

  @Test
  void whoWantsNoOptionsIsAskedOnlyAfterASilence() throws TrunkHeld {
    health.close();
    asked.clear();
    health = health(Duration.ZERO);
    advance(Duration.ofMinutes(5));
    assertThat(asked).isEmpty();
    invite(ONE);
    invite(ONE);
    assertThat(asked).isEmpty();
    invite(ONE);
    assertThat(asked).as("the first answer lets one call try").containsExactly(ONE);
    TrunkHealth.Turn probe = health.enter();
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("one call at a time");
    health.invited(ONE).heard(100, null);
    probe.close();
    asked.clear();
    advance(Duration.ofMinutes(5));
    assertThat(asked).isEmpty();
  }

  @Test
  void aProbeIntoSilenceStopsItAgain() throws TrunkHeld {
    silentCarrier();
    for (int i = 0; i < 3; i++) {
      invite(ONE);
    }
    answers.put(ONE, 200);
    advance(Duration.ofSeconds(6));
    silentCarrier();
    invite(ONE);
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("INVITEs have no answer");
    assertThat(health.status().state()).isEqualTo(State.DOWN);
  }

  /** Each call into a carrier that answers nothing but OPTIONS costs a person an attempt. */
  @Test
  void probesGrowRare() throws TrunkHeld {
    silentCarrier();
    for (int i = 0; i < 3; i++) {
      invite(ONE);
    }
    answers.put(ONE, 200);
    int probes = 0;
    for (int second = 0; second < 3600; second++) {
      advance(Duration.ofSeconds(1));
      try {
        invite(ONE);
        probes++;
        second += 3;
      } catch (TrunkHeld held) {
        assertThat(held).hasMessageContaining("INVITE");
      }
    }
    assertThat(probes).isBetween(10, 20);
  }

  @Test
  void aCarrierThatRefusesEveryCallIsTriedOneCallAtATime() throws TrunkHeld {
    for (int i = 0; i < 9; i++) {
      health.invited(ONE).heard(503, null);
    }
    health.invited(ONE).heard(486, null);
    for (int i = 0; i < 9; i++) {
      health.invited(ONE).heard(503, null);
    }
    health.enter().close();
    health.invited(ONE).heard(503, null);
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("refuses every call");
    assertThat(health.status().state()).isEqualTo(State.DOWN);
    Instant since = health.status().since();
    advance(Duration.ofSeconds(11));
    TrunkHealth.Turn probe = health.enter();
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("one call at a time");
    assertThat(health.status().since()).as("it is one outage").isEqualTo(since);
    health.invited(ONE).heard(503, null);
    probe.close();
    advance(Duration.ofSeconds(11));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("refuses every call");
    advance(Duration.ofSeconds(10));
    probe = health.enter();
    health.invited(ONE).heard(180, null);
    probe.close();
    health.enter().close();
    health.enter().close();
    assertThat(health.share()).isEqualTo(1.0 / 16);
  }

  @Test
  void nobodyIsCalledWhileThreeInARowWaitForASecond() throws TrunkHeld {
    List<TrunkHealth.Sent> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      health.enter().close();
      sent.add(health.invited(ONE));
    }
    advance(Duration.ofMillis(1100));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("for a second");
    sent.getFirst().heard(100, null);
    health.enter().close();
  }

  @Test
  void whoNeverAnswersOptionsIsTriedWithoutThem() throws TrunkHeld {
    silentCarrier();
    health = health();
    for (int i = 0; i < 3; i++) {
      invite(ONE);
    }
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("INVITEs have no answer");
    advance(Duration.ofSeconds(11));
    TrunkHealth.Turn probe = health.enter();
    health.invited(ONE).heard(100, null);
    probe.close();
    health.enter().close();
  }

  @Test
  void aProbeThatEndsLaterThanItsSilenceLeavesRoomForTheNext() throws TrunkHeld {
    silentCarrier();
    for (int i = 0; i < 3; i++) {
      invite(ONE);
    }
    answers.put(ONE, 200);
    advance(Duration.ofSeconds(6));
    TrunkHealth.Turn probe = health.enter();
    health.invited(ONE);
    advance(Duration.ofSeconds(10));
    probe.close();
    advance(Duration.ofSeconds(6));
    health.enter().close();
  }

  @Test
  void untilThePasswordWasTakenCallsGoOneAtATime() throws TrunkHeld {
    health = health(Duration.ofMinutes(1), true);
    TrunkHealth.Turn first = health.enter();
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("taken the password");
    TrunkHealth.Sent sent = health.invited(ONE);
    sent.heard(100, null);
    sent.heard(407, null);
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("taken the password");
    sent.heard(180, null);
    health.enter().close();
    health.enter();
    first.close();
  }

  private void unauthorized(String phrase) {
    TrunkHealth.Sent sent = health.invited(ONE);
    sent.heard(407, null);
    sent.unauthorized(407, phrase);
  }

  @Test
  void aPasswordThatIsRefusedIsShownOnceMoreAfterAMinuteAndThenByTheHour() throws TrunkHeld {
    unauthorized("Proxy Authentication Required");
    unauthorized("of a call that was under way");
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("407 Proxy Authentication");
    assertThat(health.status().state()).isEqualTo(State.DOWN);
    advance(Duration.ofSeconds(61));
    TrunkHealth.Turn again = health.enter();
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("one call at a time");
    unauthorized("No");
    again.close();
    advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("407 No");
    advance(Duration.ofMinutes(2));
    TrunkHealth.Turn third = health.enter();
    health.invited(ONE).heard(486, null);
    third.close();
    assertThat(health.status().state()).isEqualTo(State.UP);
    health.enter().close();
    health.enter().close();
  }

  @Test
  void anAnswerWithoutSoundIsAFlawUntilOneHasSound() {
    health.invited(ONE).answered("neither PCMU nor PCMA");
    assertThat(health.status().state()).isEqualTo(State.DEGRADED);
    assertThat(health.status().reason()).contains("had no sound: neither PCMU nor PCMA");
    health.invited(ONE).answered("");
    assertThat(health.status().state()).isEqualTo(State.UP);
  }

  @Test
  void anyAnswerBreaksTheRow() throws TrunkHeld {
    silentCarrier();
    invite(ONE);
    invite(ONE);
    health.invited(ONE).heard(486, null);
    invite(ONE);
    invite(ONE);
    health.enter().close();
  }

  @Test
  void retryAfterIsHonoured() throws TrunkHeld {
    health.invited(ONE).heard(503, Duration.ofSeconds(20));
    assertThat(health.inOrder()).containsExactly(TWO);
    health.invited(TWO).heard(503, Duration.ofSeconds(10));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("Retry-After");
    advance(Duration.ofSeconds(11));
    assertThat(health.inOrder()).containsExactly(TWO);
    advance(Duration.ofSeconds(10));
    assertThat(health.inOrder()).containsExactlyInAnyOrder(ONE, TWO);
    health.enter().close();
  }

  @Test
  void whenItShedsLoadLessIsDialledAndThenAgainMore() {
    for (int i = 0; i < 3; i++) {
      health.invited(ONE).heard(503, null);
    }
    assertThat(health.share()).isEqualTo(0.5);
    assertThat(health.status().reason()).contains("50 % of the calls a second");
    for (int i = 0; i < 30; i++) {
      health.invited(ONE).heard(503, null);
    }
    assertThat(health.share()).isEqualTo(1.0 / 16);
    advance(Duration.ofMinutes(3));
    assertThat(health.share()).isEqualTo(1);
  }

  @Test
  void invitesThatHadToBeSentTwiceAreASignOfLoad() {
    for (int i = 0; i < 3; i++) {
      TrunkHealth.Sent sent = health.invited(ONE);
      advance(Duration.ofMillis(600));
      sent.heard(100, null);
    }
    assertThat(health.share()).isEqualTo(0.5);
  }

  @Test
  void aFewAmongManyAreNone() {
    for (int i = 0; i < 100; i++) {
      health.invited(ONE).heard(i % 30 == 29 ? 503 : 180, null);
    }
    assertThat(health.share()).isEqualTo(1);
  }

  @Test
  void anAddressWithoutConnectionIsTriedLastAndWithoutAnyNobodyIsDialled() throws TrunkHeld {
    unconnected.add(ONE);
    advance(Duration.ofMinutes(2));
    assertThat(health.inOrder()).containsExactly(TWO, ONE);
    assertThat(health.status().reason()).contains("192.0.2.1:5060").contains("connection refused");
    health.enter().close();
    unconnected.add(TWO);
    advance(Duration.ofSeconds(6));
    assertThatThrownBy(() -> health.enter()).hasMessageContaining("connection refused");
    unconnected.clear();
    advance(Duration.ofSeconds(6));
    health.enter().close();
  }

  @Test
  void nothingIsAskedAfterTheEnd() {
    health.close();
    asked.clear();
    advance(Duration.ofMinutes(5));
    assertThat(asked).isEmpty();
  }
}
