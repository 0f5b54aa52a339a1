package dev.assent.dialer.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SipFramerTest {
  private static final int BODY = 16 * 1024;

  private final EmbeddedChannel channel = new EmbeddedChannel(new SipFramer(BODY));

  private void feed(String text) {
    feed(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void feed(byte[] bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  /** What came out: messages as text, keep-alives by name. */
  private List<String> out() {
    List<String> out = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      out.add(
          next instanceof byte[] bytes
              ? new String(bytes, StandardCharsets.ISO_8859_1)
              : next.toString());
    }
    return out;
  }

  private static String message(String lengthHeader, String body) {
    return "OPTIONS sip:a SIP/2.0\r\nCall-ID: x\r\n" + lengthHeader + "\r\n\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5",
        "content-length:5",
        "CONTENT-LENGTH \t: \t 5 ",
        "l: 5",
        "L:5",
        "Content-Length: 00005"
      })
  void lengths(String header) {
    String message = message(header, "hello");
    feed(message + message);
    assertThat(out()).containsExactly(message, message);
  }

  @Test
  void lineFeedsAloneEndLinesToo() {
    String message = "OPTIONS sip:a SIP/2.0\nCall-ID: x\nl: 2\n\nab";
    feed(message + "x");
    assertThat(out()).containsExactly(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nl: 05",
        "Content-Length:",
        "Content-Length: ",
        "Content-Length: 5 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 5;x",
        "Content-Length: 0x5",
        "Content-Length: 16385",
        "Content-Length: 999999999",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\n 6",
        "Content-Length:\r\n 5"
      })
  void whatCanBeReadInTwoWaysEndsTheConnection(String header) {
    assertThatThrownBy(() -> feed(message(header, "hello"))).isInstanceOf(SipFramer.Unframed.class);
    assertThat(out()).isEmpty();
  }

  /** A body may hold anything, and a header only looks like one there. */
  @Test
  void theBodyIsNotLookedAt() {
    String message = message("l: 30", "Content-Length: 7\r\n\r\nOPTIONS x");
    feed(message);
    assertThat(out()).containsExactly(message);
  }

  @Test
  void keepAlivesBetweenMessages() {
    String message = message("l: 0", "");
    feed("\r\n\r\n" + message + "\r\n" + message + "\r\n\r\n\r\n\r\n");
    assertThat(out()).containsExactly("PING", message, "PONG", message, "PING", "PING");
    feed("\r");
    assertThat(out()).isEmpty();
    feed("\n");
    assertThat(out()).containsExactly("PONG");
    feed("\r\n" + message);
    assertThat(out()).containsExactly("PONG", message);
  }

  @Test
  void aHeadHasABound() {
    byte[] line = new byte[1000];
    Arrays.fill(line, (byte) 'a');
    line[999] = '\n';
    for (int i = 0; i < 65; i++) {
      feed(line);
    }
    assertThat(out()).isEmpty();
    assertThatThrownBy(() -> feed(line)).isInstanceOf(SipFramer.Unframed.class);
  }

  /** Seeded: whatever the network cuts or joins, the same messages come out. */
  @Test
  void cutsAndJoinsChangeNothing() {
    long seed = new Random().nextLong();
    System.out.println("SipFramerTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<String> messages = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] body = new byte[random.nextInt(200)];
        random.nextBytes(body);
        String text =
            message(
                (random.nextBoolean() ? "l: " : "Content-Length: ") + body.length,
                new String(body, StandardCharsets.ISO_8859_1));
        messages.add(text);
        stream.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        if (random.nextInt(4) == 0) {
          stream.writeBytes("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      byte[] all = stream.toByteArray();
      for (int at = 0; at < all.length; ) {
        int length = 1 + random.nextInt(random.nextBoolean() ? 3 : 400);
        int end = Math.min(all.length, at + length);
        feed(Arrays.copyOfRange(all, at, end));
        at = end;
      }
      assertThat(out().stream().filter(each -> each.length() > 4)).isEqualTo(messages);
    }
  }

  /** Seeded: bytes changed anywhere give messages, an end of the connection, or silence. */
  @Test
  void mutationsNeverBreakTheFramer() {
    long seed = new Random().nextLong();
    System.out.println("SipFramerTest seed " + seed);
    Random random = new Random(seed);
    byte[] whole =
        (message("Content-Length: 5", "hello") + "\r\n\r\n")
            .repeat(3)
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) "\r\n :l05Cx\0".charAt(random.nextInt(10));
      }
      EmbeddedChannel fresh = new EmbeddedChannel(new SipFramer(BODY));
      try {
        fresh.writeInbound(Unpooled.wrappedBuffer(bytes));
      } catch (SipFramer.Unframed e) {
        // fair
      }
      fresh.finishAndReleaseAll();
    }
  }
}
