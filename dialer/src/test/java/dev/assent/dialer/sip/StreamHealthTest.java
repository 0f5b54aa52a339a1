package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.ConnectProblem;
import dev.assent.dialer.sip.transport.Drop;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections: kept up, watched, and ended when they are no good. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamHealthTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final StreamFixture fixture =
      new StreamFixture(
          settings -> settings.withStreams(new StreamSettings(Map.of(), ANY_PORT, null, null)));
  private final StreamPeer peer = StreamPeer.tcp();

  @AfterEach
  void close() {
    fixture.close();
    peer.close();
  }

  private InetSocketAddress ourPort() {
    String sentBy = fixture.userAgent.sentBy(Transport.TCP);
    return new InetSocketAddress(
        ANY_PORT.getAddress(), Integer.parseInt(sentBy.substring(sentBy.lastIndexOf(':') + 1)));
  }

  @Test
  void brokenConnectionsComeBack() throws Exception {
    fixture.connect(peer);
    for (int i = 1; i <= 3; i++) {
      peer.hangUp();
      fixture.awaitLost(i);
      assertThat(fixture.userAgent.isUp(peer.target())).isFalse();
      fixture.advance(Duration.ofSeconds(7)); // the third pause is 3 s at most
      peer.accept();
      SipFixture.await(() -> fixture.userAgent.isUp(peer.target()), "up again");
    }
  }

  @Test
  void whoIsNotThereIsAskedLessAndLess() throws Exception {
    fixture.connect(peer);
    peer.stopListening();
    peer.hangUp();
    fixture.awaitLost(1);
    fixture.advance(Duration.ofMinutes(10));
    // 0.5 s doubling to 60 s, each half to one and a half of that.
    assertThat(fixture.userAgent.counters().dropped(Drop.NOT_UP)).isBetween(12L, 30L);
  }

  @Test
  void oneThatIsReleasedIsNoLongerPingedAndEndsWhenIdle() throws Exception {
    fixture.connect(peer);
    fixture.userAgent.release(peer.target());
    fixture.advance(Duration.ofMinutes(16));
    assertThat(peer.isClosed()).isTrue();
    SipFixture.await(() -> !fixture.userAgent.isUp(peer.target()), "down");
    fixture.advance(Duration.ofMinutes(5));
    assertThat(fixture.userAgent.isUp(peer.target())).as("not brought up again").isFalse();
  }

  @Test
  void pingsAreAnswered() throws Exception {
    fixture.connect(peer);
    peer.send("\r\n\r\n");
    assertThat(peer.raw(2)).isEqualTo("\r\n");
  }

  /** RFC 5626 section 4.4.1. */
  @Test
  void aFarEndThatStopsAnsweringPingsIsDead() throws Exception {
    fixture.connect(peer);
    fixture.advance(Duration.ofSeconds(31));
    assertThat(peer.raw(4)).isEqualTo("\r\n\r\n");
    peer.send("\r\n");
    awaitPong();
    // The next after 24 to 30 s of silence, looked at every second.
    fixture.advance(Duration.ofSeconds(31));
    assertThat(peer.raw(4)).isEqualTo("\r\n\r\n");
    assertThat(fixture.userAgent.counters().lostConnections()).isZero();
    fixture.advance(Duration.ofSeconds(12));
    fixture.awaitLost(1);
    assertThat(peer.isClosed()).isTrue();
  }

  /** The pong is handled after whatever was sent before it. */
  private void awaitPong() {
    peer.send(peer.outside("OPTIONS", "after-pong"));
    peer.expect("SIP/2.0 200 OK");
  }

  /** It may not know RFC 5626; its connection is no worse for that. */
  @Test
  void aFarEndThatNeverAnsweredAPingIsLeftAlone() throws Exception {
    fixture.connect(peer);
    fixture.advance(Duration.ofMinutes(3));
    assertThat(peer.raw(12)).isEqualTo("\r\n\r\n".repeat(3));
    assertThat(fixture.userAgent.counters().lostConnections()).isZero();
  }

  @Test
  void aMessageThatDoesNotEndIsCutOff() throws Exception {
    fixture.connect(peer);
    for (int i = 0; i < 21; i++) {
      try {
        peer.send("O");
      } catch (UncheckedIOException e) {
        break; // cut off
      }
      fixture.advance(Duration.ofSeconds(1));
    }
    fixture.advance(Duration.ofSeconds(2));
    fixture.awaitLost(1);
    assertThat(fixture.userAgent.counters().dropped(Drop.SLOW_PEER)).isEqualTo(1);
  }

  @Test
  void whatCannotBeFramedEndsTheConnection() throws Exception {
    fixture.connect(peer);
    peer.send(
        peer.outside("OPTIONS", "twice").replace("Content-Length: 0", "l: 0\r\nContent-Length: 0"));
    fixture.awaitLost(1);
    assertThat(peer.isClosed()).isTrue();
    assertThat(fixture.userAgent.counters().dropped(Drop.FRAMING)).isEqualTo(1);
  }

  /** What is framed but no SIP costs its sender that message only. */
  @Test
  void nonsenseThatIsFramedIsDropped() throws Exception {
    fixture.connect(peer);
    peer.send("nonsense\r\nl: 3\r\n\r\nabc");
    peer.send(peer.outside("OPTIONS", "sense"));
    peer.expect("SIP/2.0 200 OK");
    assertThat(fixture.userAgent.counters().dropped(Drop.MALFORMED)).isEqualTo(1);
  }

  /** Who connects and says nothing, or comes from elsewhere, is not kept. */
  @Test
  void idleConnectionsToUsAreClosed() {
    try (StreamPeer idle = StreamPeer.tcp().connect(ourPort());
        StreamPeer busy = StreamPeer.tcp().connect(ourPort())) {
      busy.send(busy.outside("OPTIONS", "busy"));
      busy.expect("SIP/2.0 200 OK");
      fixture.advance(Duration.ofSeconds(32));
      assertThat(idle.isClosed()).isTrue();
      busy.send(busy.outside("OPTIONS", "again"));
      busy.expect("SIP/2.0 200 OK");
      fixture.advance(Duration.ofMinutes(16));
      assertThat(busy.isClosed()).isTrue();
    }
  }

  @Test
  void connectionsFromElsewhereAreClosedUnread() {
    try (StreamPeer stranger = StreamPeer.tcp().connect(ourPort(), "127.0.0.2")) {
      assertThat(stranger.isClosed()).isTrue();
      assertThat(fixture.userAgent.counters().dropped(Drop.STRANGER)).isEqualTo(1);
    }
  }

  @Test
  void connectionsToUsAreBounded() {
    StreamPeer[] many = new StreamPeer[65];
    for (int i = 0; i < 65; i++) {
      many[i] = StreamPeer.tcp().connect(ourPort());
    }
    SipFixture.await(
        () -> fixture.userAgent.counters().dropped(Drop.CONNECTION_LIMIT) == 1, "one refused");
    for (StreamPeer each : many) {
      each.close();
    }
  }

  /** A far end that reads nothing fills no memory, and is given up. */
  @Test
  void aFarEndThatReadsNothingIsGivenUp() throws Exception {
    fixture.connect(peer);
    RecordedEvents events = new RecordedEvents();
    int calls = 0;
    while (fixture.userAgent.counters().dropped(Drop.QUEUE_FULL) == 0 && calls < 5000) {
      for (int i = 0; i < 50; i++) {
        fixture
            .userAgent
            .prepare()
            .invite(
                new CallSpec(
                    peer.target(),
                    "1",
                    "2",
                    "x",
                    new byte[8000],
                    null,
                    Map.of(),
                    Duration.ofSeconds(40)),
                events);
        calls++;
      }
      fixture.settle();
    }
    assertThat(fixture.userAgent.counters().dropped(Drop.QUEUE_FULL)).isPositive();
    fixture.advance(Duration.ofSeconds(12));
    fixture.awaitLost(1);
    assertThat(fixture.userAgent.counters().dropped(Drop.SLOW_PEER)).isEqualTo(1);
  }

  @Test
  void aFarEndThatDoesNotAnswerTheConnectionIsGivenUpSoon() {
    // A full backlog neither accepts nor refuses, as a firewall that drops.
    try (StreamPeer full = StreamPeer.full()) {
      var connecting = fixture.userAgent.connect(full.target(), Duration.ZERO);
      fixture.advance(Duration.ofSeconds(5));
      assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(ConnectProblem.class)
          .hasMessageContaining("no connection within 3 s");
    }
  }
}
