package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.transport.Drop;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that belong to no call of ours. Nothing is kept of them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutsideDialogTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;

  @AfterEach
  void close() {
    fixture.assertEmpty();
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS, 200 OK",
    "INVITE, 480 Temporarily Unavailable",
    "BYE, 481 Call/Transaction Does Not Exist",
    "CANCEL, 481 Call/Transaction Does Not Exist",
    "UPDATE, 481 Call/Transaction Does Not Exist",
    "INFO, 481 Call/Transaction Does Not Exist",
    "REGISTER, 405 Method Not Allowed",
    "NOTIFY, 405 Method Not Allowed",
    "REFER, 405 Method Not Allowed",
    "MESSAGE, 405 Method Not Allowed",
    "WINK, 501 Not Implemented"
  })
  void isAnsweredTheSameEveryTime(String method, String answer) {
    String request = peer.outside(method, "out-1");
    peer.send(request);
    String first = peer.expect("SIP/2.0 " + answer + "\r\n");
    assertThat(header(first, "Via"))
        .contains(";rport=" + peer.address().getPort())
        .contains(";received=127.0.0.1");
    assertThat(header(first, "To")).contains(";tag=");
    assertThat(header(first, "Call-ID")).isEqualTo("out-1");
    peer.send(request);
    assertThat(peer.receive()).isEqualTo(first);
  }

  @Test
  void anAckIsNeverAnswered() {
    peer.send(peer.outside("ACK", "out-2"));
    fixture.drain();
    assertThat(peer.isSilent()).isTrue();
    assertThat(fixture.userAgent.counters().dropped(Drop.STRAY_ACK)).isEqualTo(1);
  }

  @Test
  void requiredExtensionsAreNamed() {
    peer.send(peer.outside("OPTIONS", "out-3", "Require: x-magic"));
    assertThat(header(peer.expect("SIP/2.0 420 Bad Extension"), "Unsupported"))
        .isEqualTo("x-magic");
    peer.send(peer.outside("INVITE", "out-4", "Require: x-magic"));
    peer.expect("SIP/2.0 420 Bad Extension");
  }

  @Test
  void anotherVersionOfSip() {
    peer.send(
        peer.outside("OPTIONS", "out-5")
            .replace("127.0.0.1 SIP/2.0\r\nVia", "127.0.0.1 SIP/7.0\r\nVia"));
    peer.expect("SIP/2.0 505 Version Not Supported");
  }

  @Test
  void anInviteIntoAnUnknownDialog() {
    peer.send(
        peer.outside("INVITE", "out-6")
            .replace("To: <sip:anybody@127.0.0.1>", "To: <sip:anybody@127.0.0.1>;tag=gone"));
    String answer = peer.expect("SIP/2.0 481");
    assertThat(header(answer, "To")).isEqualTo("<sip:anybody@127.0.0.1>;tag=gone");
  }

  @Test
  void withoutRportTheAnswerGoesToTheViaPort() {
    peer.send(peer.outside("OPTIONS", "out-7").replace(";rport", ""));
    String answer = peer.expect("SIP/2.0 200 OK");
    assertThat(header(answer, "Via")).doesNotContain("rport").contains("received=127.0.0.1");
  }

  @Test
  void severalViasAreGivenBackInOrder() {
    peer.send(
        peer.outside("OPTIONS", "out-8")
            .replace(
                "Max-Forwards", "Via: SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKdeep\r\nMax-Forwards"));
    assertThat(RawPeer.all(peer.expect("SIP/2.0 200 OK"), "Via"))
        .hasSize(2)
        .last()
        .isEqualTo("SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKdeep");
  }
}
