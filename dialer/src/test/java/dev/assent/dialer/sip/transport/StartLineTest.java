package dev.assent.dialer.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a message may be logged. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class StartLineTest {

  @ParameterizedTest
  @CsvSource({
    "INVITE sip:+8619900000002@trunk.example SIP/2.0, INVITE sip:***@trunk.example SIP/2.0",
    "INVITE sips:bob:secret@x;y=1 SIP/2.0,            INVITE sips:***@x;y=1 SIP/2.0",
    "INVITE tel:+8619900000002 SIP/2.0,               INVITE tel:*** SIP/2.0",
    "INVITE sip:+8619900000002 SIP/2.0,               INVITE sip:*** SIP/2.0",
    "SIP/2.0 486 Busy Here,                           SIP/2.0 486 Busy Here"
  })
  void holdsNoNumber(String line, String logged) {
    assertThat(StartLine.redacted((line + "\r\nTo: <sip:1@x>\r\n\r\n").getBytes(UTF_8)))
        .isEqualTo(logged);
  }
}
