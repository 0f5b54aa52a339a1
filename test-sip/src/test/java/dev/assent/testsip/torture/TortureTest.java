package dev.assent.testsip.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Envelope;
import dev.assent.dialer.sip.message.MalformedMessage;
import dev.assent.dialer.sip.message.MessageParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4475: each of its 49 messages, and what our parser says to it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TortureTest {
  private static final Target SOURCE =
      Target.udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 5060));
  private static final Map<String, byte[]> MESSAGES = TortureMessages.all();

  @Test
  void thereAreFortyNine() {
    assertThat(MESSAGES).hasSize(49);
  }

  @ParameterizedTest
  @CsvSource({
    "wsinv, INVITE",
    "intmeth, !interesting-Method0123456789_*+`.%indeed'~",
    "esc01, INVITE",
    "escnull, REGISTER",
    "esc02, RE%47IST%45R",
    "lwsdisp, OPTIONS",
    "longreq, INVITE",
    "dblreq, REGISTER",
    "semiuri, OPTIONS",
    "transports, OPTIONS",
    "mpart01, MESSAGE",
    "unreason, 200",
    "noreason, 100",
    "bcast, 200",
    "baddate, INVITE",
    "badvers, OPTIONS",
    "unkscm, OPTIONS",
    "novelsc, OPTIONS",
    "unksm2, REGISTER",
    "bext01, OPTIONS",
    "invut, INVITE",
    "regaut01, REGISTER",
    "zeromf, OPTIONS",
    "cparam01, REGISTER",
    "cparam02, REGISTER",
    "regescrt, REGISTER",
    "sdp01, INVITE",
    "inv2543, INVITE",
  })
  void isTaken(String name, String what) {
    assertThat(verdict(MESSAGES.get(name))).isEqualTo(what);
  }

  @ParameterizedTest
  @CsvSource({
    "badinv01, does not parse",
    "clerr, no envelope",
    "ncl, no envelope",
    "scalar02, does not parse",
    "scalarlg, does not parse",
    "quotbal, a quote that is not closed",
    "'ltgtruri', 'the start line is not method, URI, version'",
    "lwsruri, 'the start line is not method, URI, version'",
    "lwsstart, 'the start line is not method, URI, version'",
    "trws, 'the start line is not method, URI, version'",
    "escruri, the request URI has headers",
    "regbadct, an address with headers needs brackets",
    "badaspec, a space in an address",
    "baddn, more than one address",
    "mismatch01, CSeq is of another method",
    "mismatch02, CSeq is of another method",
    "bigcode, does not parse",
    "badbranch, a branch that is only its cookie",
    "insuf, no envelope",
    "multi01, no envelope",
    "mcl01, no envelope"
  })
  void isRefused(String name, String why) {
    assertThat(verdict(MESSAGES.get(name))).isEqualTo(why);
  }

  /** Duplicates that the envelope does not look at. */
  @ParameterizedTest
  @CsvSource({
    "'From: <sip:b@example.com>;tag=2'",
    "'f: <sip:b@example.com>;tag=2'",
    "'T: <sip:b@example.com>'",
    "'CSEQ : 8 OPTIONS'",
    "'Max-Forwards: 1'"
  })
  void oneOfAKind(String second) {
    String whole = new String(MESSAGES.get("zeromf"), ISO_8859_1);
    byte[] twice = whole.replaceFirst("\r\n", "\r\n" + second + "\r\n").getBytes(ISO_8859_1);
    assertThat(verdict(twice)).isEqualTo("a header twice that may be there once");
  }

  /** What the parser would need seconds for is refused before it. */
  @Test
  void slowHeadersAreBounded() {
    String whole = new String(MESSAGES.get("zeromf"), ISO_8859_1);
    for (String slow :
        new String[] {
          "Route: <sip:a" + ";p".repeat(30_000) + ">",
          "Route: <sip:a;lr>" + ",<sip:a;lr>".repeat(6_000),
          "Via: SIP/2.0/UDP a;branch=z9hG4bKx\r\n".repeat(1_600) + "X: y",
          "Subject: x" + "\r\n y".repeat(15_000),
          "X: " + "y".repeat(60_000),
          "To: \"" + "\\\"".repeat(30_000),
          "Contact: " + "<".repeat(60_000)
        }) {
      byte[] packet =
          whole
              .replaceFirst("\r\n", "\r\n" + slow.replace("\\", "\\\\") + "\r\n")
              .getBytes(ISO_8859_1);
      long start = System.nanoTime();
      assertThat(verdict(packet)).isIn("a header too long", "more than 256 headers");
      assertThat(System.nanoTime() - start)
          .as(slow.substring(0, 12))
          .isLessThan(TimeUnit.SECONDS.toNanos(2));
    }
  }

  @Test
  void anAnswerIsTakenWithAnySloppyName() {
    String ok = new String(MESSAGES.get("bcast"), ISO_8859_1);
    String sloppy = ok.replace("To: ", "Contact: Bell, A. <sip:a@example.com>\r\nTo: ");
    assertThat(verdict(sloppy.getBytes(ISO_8859_1))).isEqualTo("200");
    String named = new String(MESSAGES.get("zeromf"), ISO_8859_1);
    byte[] chinese =
        named
            .replace("To: ", "To: \u00E5\u00BC\u00A0 <")
            .replace("user@example.com\r", "user@example.com>\r")
            .getBytes(ISO_8859_1);
    assertThat(verdict(chinese)).isEqualTo("OPTIONS");
  }

  private static String verdict(byte[] packet) {
    Envelope envelope = Envelope.of(packet);
    if (envelope == null) {
      return "no envelope";
    }
    MessageParser parser = new MessageParser();
    try {
      return envelope.status() == 0
          ? parser.request(packet, envelope, SOURCE).method()
          : Integer.toString(parser.response(packet, envelope, SOURCE).status());
    } catch (MalformedMessage e) {
      return e.getMessage();
    }
  }
}
