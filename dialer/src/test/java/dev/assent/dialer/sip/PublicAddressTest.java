package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.PublicAddress;
import dev.assent.dialer.sip.address.SignallingNetworks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a far end behind a NAT is shown as our address, and who may say what it is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PublicAddressTest {
  private static final SignallingNetworks LOOPBACK = SignallingNetworks.of(List.of("127.0.0.1/32"));
  private SipFixture fixture;
  private RawPeer peer;

  private void shown(@Nullable InetAddress fixed) {
    fixture =
        new SipFixture(
            settings -> settings.withPublicAddresses(List.of(new PublicAddress(LOOPBACK, fixed))));
    peer = fixture.peer;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private int port() {
    return fixture.userAgent.localAddress().getPort();
  }

  private static String seen(String request, String host, int port) {
    return request.replace(";rport\r\n", ";received=" + host + ";rport=" + port + "\r\n");
  }

  /** One OPTIONS, answered as by somebody who sees us there. */
  private String options(String host, int port) throws Exception {
    CompletableFuture<Integer> status = fixture.userAgent.options(peer.target());
    String options = peer.expect("OPTIONS");
    peer.answer(seen(options, host, port), "200 OK", "a");
    assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    return options;
  }

  private void assertAnsweredCallShows(String host) {
    fixture.call();
    String invite = fixture.answeredCall("far");
    assertThat(header(invite, "Via")).startsWith("SIP/2.0/UDP " + host + ";branch=");
    assertThat(header(invite, "Contact")).isEqualTo("<sip:" + host + ">");
  }

  @Test
  void aFixedOneStandsInEveryRequestAndItsAnswersAreOurs() throws Exception {
    shown(InetAddress.ofLiteral("203.0.113.5"));
    String options = options("198.51.100.7", 4711);
    assertThat(header(options, "Via")).startsWith("SIP/2.0/UDP 203.0.113.5:" + port());
    assertThat(fixture.userAgent.seenBy(peer.target()))
        .contains(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.7"), 4711));
    assertAnsweredCallShows("203.0.113.5:" + port());
    assertThat(fixture.userAgent.prepare().publicAddress(peer.target()))
        .contains(InetAddress.ofLiteral("203.0.113.5"));
  }

  @Test
  void aLearnedOneIsShownOnceTheFarEndHasNamedIt() throws Exception {
    shown(null);
    assertThat(fixture.userAgent.prepare().publicAddress(peer.target())).isEmpty();
    String first = options("203.0.113.5", port());
    assertThat(header(first, "Via")).startsWith("SIP/2.0/UDP 127.0.0.1:" + port());
    assertAnsweredCallShows("203.0.113.5:" + port());
    assertThat(fixture.userAgent.prepare().publicAddress(peer.target()))
        .contains(InetAddress.ofLiteral("203.0.113.5"));
  }

  @Test
  void aNatThatChangesPortsChangesTheContactToo() throws Exception {
    shown(null);
    options("203.0.113.5", 4711);
    fixture.call();
    String invite = fixture.answeredCall("far");
    assertThat(header(invite, "Contact")).isEqualTo("<sip:203.0.113.5:4711>");
    assertThat(header(invite, "Via")).startsWith("SIP/2.0/UDP 203.0.113.5:" + port());
  }

  @Test
  void whatAnswersNoRequestOfOursTeachesNothing() throws Exception {
    shown(null);
    CompletableFuture<Integer> status = fixture.userAgent.options(peer.target());
    String options = peer.expect("OPTIONS");
    String branch = RawPeer.parameter(header(options, "Via"), "branch");
    String stray = options.replace(branch, "z9hG4bKguessed");
    peer.answer(seen(stray, "198.51.100.66", 9), "200 OK", "x");
    peer.answer(options, "200 OK", "a");
    assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    fixture.drain();
    assertThat(fixture.userAgent.prepare().publicAddress(peer.target())).isEmpty();
    assertThat(fixture.userAgent.seenBy(peer.target())).isEmpty();
  }

  @Test
  void nonsenseIsNotLearned() throws Exception {
    shown(null);
    options("0.0.0.0", 5060);
    options("2001:db8::1", 5060);
    assertThat(fixture.userAgent.prepare().publicAddress(peer.target())).isEmpty();
  }
}
