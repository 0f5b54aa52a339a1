package dev.assent.dialer.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class EnvelopeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call-ID: abc\r\n",
        "call-id:abc\r\n",
        "CALL-ID \t:  abc  \r\n",
        "i: abc\r\n",
        "I:abc\r\n",
        "Via: x\r\n folded: Call-ID: no\r\nCall-ID: abc\r\n",
        "Call-ID: abc\nX: y\r\n"
      })
  void findsTheCallId(String headers) {
    assertThat(of("BYE sip:a SIP/2.0\r\n" + headers + "\r\n"))
        .isEqualTo(new Envelope("abc", 0, true, 21 - 2 + headers.length() + 2, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "BYE sip:a SIP/2.0\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: abc\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID:\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: \t\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nCall-ID: b\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\ni: a\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nContent-Length: 1\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nContent-Length: -1\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nContent-Length: 1 1\r\n\r\nab",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nContent-Length: 99999999999\r\n\r\n",
        "BYE sip:a SIP/2.0\r\nCall-ID: a\r\nContent-Length: 1\r\nl: 2\r\n\r\nabc",
        "Call-ID: a\r\n\r\n"
      })
  void isNullForWhatCannotBeHandedOn(String packet) {
    assertThat(of(packet)).isNull();
  }

  @Test
  void theBodyEndsWithContentLengthOrThePacket() {
    Envelope counted = of("SIP/2.0 200 OK\r\ni: a\r\nContent-Length: 2\r\nl: 2\r\n\r\nabc");
    assertThat(counted.status()).isEqualTo(200);
    assertThat(counted.bodyLength()).isEqualTo(2);
    assertThat(of("SIP/2.0 200 OK\r\ni: a\r\n\r\nabc").bodyLength()).isEqualTo(3);
  }

  @Test
  void readsStatusAndVersion() {
    assertThat(of("\r\n\r\nSIP/2.0 603 x\r\ni: a\r\n\r\n").status()).isEqualTo(603);
    assertThat(of("SIP/2.0 6x3 x\r\ni: a\r\n\r\n").status()).isZero();
    assertThat(of("SIP/3.0 603 x\r\ni: a\r\n\r\n").version2()).isFalse();
    assertThat(of("BYE sip:a SIP/3.0\r\ni: a\r\n\r\n").version2()).isFalse();
    assertThat(of("BYE\r\ni: a\r\n\r\n").version2()).isFalse();
  }

  @Test
  void keepAlives() {
    assertThat(Envelope.isKeepAlive("\r\n\r\n".getBytes(UTF_8))).isTrue();
    assertThat(Envelope.isKeepAlive(new byte[4])).isTrue();
    assertThat(Envelope.isKeepAlive(" ".getBytes(UTF_8))).isFalse();
  }

  private static Envelope of(String packet) {
    return Envelope.of(packet.getBytes(UTF_8));
  }
}
