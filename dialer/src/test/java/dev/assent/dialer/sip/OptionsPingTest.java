package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.address.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OptionsPingTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anyAnswerSaysTheTrunkIsThere() throws Exception {
    CompletableFuture<Integer> status = fixture.userAgent.options(peer.target());
    String options = peer.expect("OPTIONS sip:" + peer.hostPort() + " SIP/2.0\r\n");
    assertThat(header(options, "CSeq")).isEqualTo("1 OPTIONS");
    peer.answer(options, "405 Method Not Allowed", "a");
    assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(405);
    fixture.assertEmpty();
  }

  @Test
  void silenceFailsWithTimerF() {
    CompletableFuture<Integer> status = fixture.userAgent.options(peer.target());
    peer.expect("OPTIONS");
    fixture.advance(Duration.ofMillis(31_999));
    assertThat(status).isNotDone();
    fixture.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> status.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketTimeoutException.class);
    fixture.assertEmpty();
  }

  @Test
  void onlyInsideTheSignallingNetworks() {
    Target elsewhere = Target.udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060));
    assertThatThrownBy(() -> fixture.userAgent.options(elsewhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1/32");
  }

  @Test
  void afterClosingNothingIsSent() {
    fixture.userAgent.close();
    assertThatThrownBy(() -> fixture.userAgent.options(peer.target()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fixture.userAgent.prepare()).isInstanceOf(IllegalStateException.class);
  }
}
