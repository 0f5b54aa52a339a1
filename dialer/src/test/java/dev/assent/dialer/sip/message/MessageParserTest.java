package dev.assent.dialer.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class MessageParserTest {
  private static final String WHOLE =
      String.join(
          "\r\n",
          "BYE sip:us@192.0.2.1 SIP/2.0",
          "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKtwo",
          "From: \"J. \\\"x\\\"\" <sip:+8619900000002@trunk.example>;tag=far",
          "To: <sip:us@192.0.2.1>;tag=us",
          "Call-ID: call-1",
          "CSeq: 2147483647 BYE",
          "");

  @Test
  void readsWhatMatters() throws MalformedMessage {
    Request request = request(WHOLE + "Reason: SIP;cause=200, Q.850;cause=16\r\n\r\n");
    assertThat(request.method()).isEqualTo("BYE");
    assertThat(request.sentBy()).isEqualTo("192.0.2.10:5060");
    assertThat(request.cseq()).isEqualTo(2_147_483_647L);
    assertThat(request.fromTag()).isEqualTo("far");
    assertThat(request.contact()).isNull();
    assertThat(request.values("Reason")).containsExactly("SIP;cause=200", "Q.850;cause=16");
    assertThat(request.transactionKey()).isEqualTo("z9hG4bKtwo|192.0.2.10:5060|2147483647|BYE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via", "From", "To", "CSeq"})
  void lacksAHeader(String name) {
    assertThatThrownBy(() -> request(WHOLE.replaceFirst(name + ": .*\r\n", "") + "\r\n"))
        .isInstanceOf(MalformedMessage.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: <sip:unclosed\r\n",
        "CSeq: x BYE\r\n",
        "Via: nonsense\r\n",
        "Via: SIP/2.0/UDP 192.0.2.10:65536;branch=z9hG4bKtwo\r\n",
        "Via: SIP/2.0/UDP 192.0.2.10:0;branch=z9hG4bKtwo\r\n",
        "Contact: <sip:\r\n",
        "Record-Route: <<\r\n"
      })
  void doesNotParseAndDoesNotTellWhatItRead(String header) {
    String name = header.substring(0, header.indexOf(':'));
    String message = WHOLE.replaceFirst(name + ": .*\r\n", "") + header + "\r\n";
    assertThatThrownBy(() -> request(message))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageNotContaining("1990000");
  }

  @Test
  void whatIsNotEssentialIsLeftOut() throws MalformedMessage {
    assertThat(request(WHOLE + "Date: never\r\nRetry-After: soon\r\n\r\n").values("Date"))
        .isEmpty();
  }

  @Test
  void theMethodOfCSeqMustBeTheMethod() {
    assertThatThrownBy(() -> request(WHOLE.replace("BYE sip", "INFO sip") + "\r\n"))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void anSdpPartOfAMultipartBody() throws MalformedMessage {
    String body =
        String.join(
            "\r\n",
            "preamble",
            "--b1",
            "Content-Type: application/isup",
            "",
            "\u0001\u0002",
            "--b1",
            "Content-Type: application/sdp",
            "",
            "v=0",
            "",
            "--b1--",
            "");
    Request request = request(WHOLE + "Content-Type: multipart/mixed;boundary=b1\r\n\r\n" + body);
    assertThat(new String(request.sdp(), UTF_8)).isEqualTo("v=0\r\n");
    assertThat(request(WHOLE + "Content-Type: text/plain\r\n\r\nhello").sdp()).isNull();
    assertThat(request(WHOLE + "\r\n").sdp()).isNull();
  }

  @Test
  void retryAfterAndReasonOfAResponse() {
    Response response =
        Messages.response("503 Gone", "INVITE", "Retry-After: 18 (busy);duration=60");
    assertThat(response.retryAfter()).isEqualTo(Duration.ofSeconds(18));
    assertThat(response.phrase()).isEqualTo("Gone");
    assertThat(Messages.response("608 Rejected", "INVITE").status()).isEqualTo(608);
  }

  @Test
  void whereTheFarEndSawUs() {
    assertThat(Messages.response("200 OK", "INVITE").seenFrom()).isNull();
  }

  private static Request request(String message) throws MalformedMessage {
    byte[] packet = message.getBytes(UTF_8);
    Envelope envelope = Envelope.of(packet);
    return new MessageParser().request(packet, envelope, Messages.SOURCE);
  }
}
