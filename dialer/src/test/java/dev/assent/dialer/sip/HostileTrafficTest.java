package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.transport.Drop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets nobody should send, while calls go on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileTrafficTest {

  @Test
  void strangersAreDroppedUnread() {
    try (SipFixture fixture = new SipFixture();
        RawPeer stranger = new RawPeer("127.0.0.2").towards(fixture.userAgent.localAddress())) {
      fixture.call();
      String invite = fixture.peer.expect("INVITE");
      stranger.answerSdp(invite, "200 OK", "evil");
      stranger.send(stranger.outside("OPTIONS", "stranger"));
      SipFixture.await(
          () -> fixture.userAgent.counters().dropped(Drop.STRANGER) == 2, "two strangers");
      assertThat(stranger.isSilent()).isTrue();
      assertThat(fixture.events.rest()).isEmpty();
      fixture.peer.answer(invite, "486 Busy Here", "far");
      assertThat(fixture.events.next()).isEqualTo("refused 486 Busy Here");
      fixture.assertEmpty();
    }
  }

  @Test
  void oversizeAndEmptyAndKeepAlive() {
    try (SipFixture fixture = new SipFixture()) {
      RawPeer peer = fixture.peer;
      String options = peer.outside("OPTIONS", "big");
      int room = 16 * 1024 - options.length();
      peer.send(padded(options, room));
      peer.expect("SIP/2.0 200 OK");
      peer.send(padded(options, room + 1));
      peer.send(new byte[60_000]);
      peer.send("\r\n\r\n");
      peer.send("");
      fixture.drain();
      SipCounters counters = fixture.userAgent.counters();
      assertThat(counters.dropped(Drop.OVERSIZE)).isEqualTo(2);
      assertThat(counters.dropped(Drop.MALFORMED)).isZero();
      assertThat(peer.isSilent()).isTrue();
    }
  }

  @Test
  void aFloodOfGarbageDoesNotDisturbACall() {
    long seed = new Random().nextLong();
    System.out.println("HostileTrafficTest seed " + seed);
    Random random = new Random(seed);
    try (SipFixture fixture = new SipFixture();
        RawPeer flood = new RawPeer().towards(fixture.userAgent.localAddress())) {
      OutgoingCall call = fixture.call();
      String invite = fixture.answeredCall("far");
      for (int i = 0; i < 3000; i++) {
        byte[] garbage = new byte[random.nextInt(1500)];
        random.nextBytes(garbage);
        flood.send(garbage);
        if (i % 20 == 0) {
          awaitArrival(fixture, flood);
        }
        if (i % 100 == 0) {
          fixture.peer.send(fixture.peer.inDialog(invite, "far", "INFO", i + 2, ""));
          fixture.peer.expect("SIP/2.0 200 OK");
        }
      }
      call.hangUp("");
      fixture.peer.answer(fixture.peer.expect("BYE"), "200 OK", null);
      assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
      assertThat(fixture.userAgent.counters().dropped(Drop.MALFORMED)).isGreaterThan(1000);
      fixture.assertEmpty();
    }
  }

  /** Seeded: real messages with bytes changed, cut, doubled, spliced. */
  @Test
  void mutatedMessagesNeverStopAWorker() {
    long seed = new Random().nextLong();
    System.out.println("HostileTrafficTest seed " + seed);
    Random random = new Random(seed);
    try (SipFixture fixture = new SipFixture(settings -> settings.withWorkers(1))) {
      RawPeer peer = fixture.peer;
      OutgoingCall call = fixture.call();
      String invite = fixture.answeredCall("far");
      List<byte[]> seeds = new ArrayList<>();
      for (String message :
          List.of(
              peer.response(invite, "200 OK", "far", RawPeer.SDP, "Record-Route: <sip:a;lr>"),
              peer.response(
                  invite,
                  "401 Unauthorized",
                  "x",
                  "",
                  "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\""),
              peer.inDialog(invite, "far", "INVITE", 5, RawPeer.SDP),
              peer.inDialog(invite, "far", "UPDATE", 6, "", "Require: timer"),
              peer.outside("OPTIONS", "fuzz"),
              peer.outside("REGISTER", "fuzz", "Route: <sip:a;lr>, <sip:b;lr>"))) {
        seeds.add(message.getBytes(StandardCharsets.UTF_8));
      }
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      int sent = 0;
      while (System.nanoTime() < until) {
        peer.send(mutated(seeds.get(random.nextInt(seeds.size())), random));
        if (++sent % 50 == 0) {
          fixture.drain();
        }
      }
      fixture.drain();
      assertThat(sent).isGreaterThan(1000);
      // A BYE that survived its mutation would have been fair; none is among the seeds.
      call.hangUp("");
      fixture.drain();
      fixture.advance(Duration.ofSeconds(40));
      assertThat(fixture.events.rest()).last().asString().startsWith("ended");
      fixture.advance(SipFixture.LINGER);
      fixture.advance(SipFixture.LINGER);
      assertThat(fixture.userAgent.counters().calls()).isZero();
      assertThat(fixture.userAgent.counters().serverTransactions()).isZero();
      assertThat(fixture.userAgent.counters().dropped(Drop.DEFECT)).isZero();
    }
  }

  @Test
  void everyTableHasABound() {
    try (SipFixture fixture =
        new SipFixture(settings -> settings.withWorkers(1).withLimits(16_384, 2, 64, 3))) {
      RawPeer peer = fixture.peer;
      RecordedEvents second = new RecordedEvents();
      RecordedEvents third = new RecordedEvents();
      OutgoingCall call = fixture.call();
      String invite = fixture.answeredCall("far");
      fixture.userAgent.prepare().invite(fixture.spec(), second);
      String other = peer.expect("INVITE");
      fixture.userAgent.prepare().invite(fixture.spec(), third);
      assertThat(third.next()).isEqualTo("notSent too many calls");
      assertThat(fixture.userAgent.counters().dropped(Drop.TOO_MANY_CALLS)).isEqualTo(1);
      peer.answer(other, "486 Busy Here", "b");
      peer.expect("ACK");
      assertThat(second.next()).isEqualTo("refused 486 Busy Here");

      for (int i = 0; i < 3; i++) {
        peer.send(peer.inDialog(invite, "far", "INFO", 10 + i, ""));
        peer.expect("SIP/2.0 200 OK");
      }
      peer.send(peer.inDialog(invite, "far", "INFO", 20, ""));
      peer.expect("SIP/2.0 503 Service Unavailable");
      peer.send(peer.inDialog(invite, "far", "INVITE", 21, RawPeer.SDP));
      peer.expect("SIP/2.0 503 Service Unavailable");
      assertThat(fixture.userAgent.counters().dropped(Drop.TOO_MANY_REQUESTS)).isEqualTo(2);
      assertThat(fixture.userAgent.counters().serverTransactions()).isEqualTo(3);

      peer.send(peer.inDialog(invite, "far", "BYE", 22, ""));
      peer.expect("SIP/2.0 200 OK");
      assertThat(fixture.events.next()).isEqualTo("ended FAR_END");
      call.hangUp("");
      fixture.assertEmpty();
    }
  }

  @Test
  void aBusyWorkerDropsPacketsAndCountsThem() throws InterruptedException {
    try (SipFixture fixture =
        new SipFixture(settings -> settings.withWorkers(1).withLimits(16_384, 100, 10, 100))) {
      RawPeer peer = fixture.peer;
      CountDownLatch gate = new CountDownLatch(1);
      RecordedEvents blocking =
          new RecordedEvents()
              .retrying(
                  _ -> {
                    try {
                      return gate.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      fixture.userAgent.prepare().invite(fixture.spec(), blocking);
      peer.answer(peer.expect("INVITE"), "503 Service Unavailable", "a");
      peer.expect("ACK");
      for (int i = 0; i < 100; i++) {
        peer.send(peer.outside("OPTIONS", "busy" + i));
      }
      SipFixture.await(() -> fixture.userAgent.counters().dropped(Drop.OVERLOAD) >= 90, "drops");
      gate.countDown();
      peer.expect("SIP/2.0 200 OK");
      assertThat(blocking.next()).isEqualTo("mayRetry 503 true");
      fixture.drain();
      assertThat(fixture.userAgent.counters().waiting()).isZero();
    }
  }

  /** Never more underway than the socket's buffer holds: what is lost there is not counted. */
  private static void awaitArrival(SipFixture fixture, RawPeer flood) {
    SipFixture.await(
        () -> fixture.userAgent.counters().received() >= flood.sent() + fixture.peer.sent(),
        "arrival of the flood");
  }

  private static String padded(String options, int more) {
    String header = "X: ";
    return options.replace(
        "Content-Length", header + "a".repeat(more - header.length() - 2) + "\r\nContent-Length");
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 2 -> bytes[at] = (byte) "\r\n \t:;,<>\"@=\0".charAt(random.nextInt(12));
        case 3 -> {
          int length = Math.min(random.nextInt(60), bytes.length - at);
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        default -> {
          int length = Math.min(random.nextInt(60), bytes.length - at);
          byte[] shorter = Arrays.copyOf(bytes, Math.max(1, bytes.length - length));
          if (at < shorter.length) {
            System.arraycopy(
                bytes,
                at + length,
                shorter,
                at,
                Math.min(bytes.length - at - length, shorter.length - at));
          }
          bytes = shorter;
        }
      }
    }
    return bytes;
  }
}
