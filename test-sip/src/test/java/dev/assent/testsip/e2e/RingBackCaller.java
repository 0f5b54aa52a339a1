package dev.assent.testsip.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A telephone on the loopback, in raw text: rings, listens, presses a key, is hung up. */
final class RingBackCaller implements AutoCloseable {
  private static final int TICK_MILLIS = 5;
  private static final int TICKS = 8000;
  private static final int KEY_PACKETS = 8;

  private final DatagramSocket sip;
  private final DatagramSocket rtp;
  private final InetSocketAddress engine;
  private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
  private InetSocketAddress mediaTo;
  private int packets;
  private int keys;
  private int keyPackets;
  private String answer = "";
  private String callId = "";
  private String from = "";

  RingBackCaller(int enginePort) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    engine = new InetSocketAddress(here, enginePort);
    sip = new DatagramSocket(0, here);
    rtp = new DatagramSocket(0, here);
    sip.setSoTimeout(TICK_MILLIS);
    rtp.setSoTimeout(TICK_MILLIS);
  }

  /** Rings until answered, and acknowledges. */
  void call(String id, String caller) throws IOException {
    callId = id + "-" + sip.getLocalPort();
    from = caller + ";tag=caller";
    String sdp =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
            + rtp.getLocalPort()
            + " RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";
    String invite = request("INVITE", "<sip:company@127.0.0.1>", 1, sdp);
    int[] silence = {0};
    until(
        () -> {
          if (silence[0]++ % 200 == 0) {
            send(invite); // the engine may be starting
          }
          String message = next();
          if (message.startsWith("SIP/2.0 200")) {
            answer = message;
          } else if (message.matches("(?s)SIP/2.0 [3-6].*")) {
            throw new AssertionError(message);
          }
          return !answer.isEmpty();
        },
        "an answer");
    Matcher port = Pattern.compile("m=audio (\\d+)").matcher(answer);
    if (!port.find()) {
      throw new AssertionError(answer);
    }
    mediaTo = new InetSocketAddress(engine.getAddress(), Integer.parseInt(port.group(1)));
    send(request("ACK", header(answer, "To"), 1, ""));
  }

  void awaitSound() throws IOException {
    awaitSound(3);
  }

  /** Waits for so many packets of sound from now on. */
  void awaitSound(int count) throws IOException {
    int enough = packets + count;
    until(
        () -> {
          listen();
          return packets >= enough;
        },
        "sound");
  }

  /** One key as RFC 4733 events. */
  void press(char digit) throws IOException {
    keys++;
    for (int i = 1; i <= KEY_PACKETS; i++) {
      ByteBuffer packet = ByteBuffer.allocate(16);
      packet
          .put((byte) 0x80)
          .put((byte) (i == 1 ? 0x80 | 101 : 101))
          .putShort((short) ++keyPackets);
      packet.putInt(16_000 * keys).putInt(77);
      packet.put((byte) (digit - '0')).put((byte) (i > KEY_PACKETS - 3 ? 0x8a : 0x0a));
      packet.putShort((short) (160 * Math.min(i, KEY_PACKETS - 2)));
      rtp.send(new DatagramPacket(packet.array(), packet.capacity(), mediaTo));
      awaitSound(1); // a packet each 20 ms
    }
  }

  /** Listens until hung up, and says that this was understood. */
  void awaitBye() throws IOException {
    until(
        () -> {
          listen();
          String message = next();
          if (!message.startsWith("BYE")) {
            return false;
          }
          send(
              "SIP/2.0 200 OK\r\nVia: %s\r\nFrom: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %s\r\nContent-Length: 0\r\n\r\n"
                  .formatted(
                      header(message, "Via"),
                      header(message, "From"),
                      header(message, "To"),
                      header(message, "Call-ID"),
                      header(message, "CSeq")));
          return true;
        },
        "BYE");
    int before;
    do {
      before = packets;
      listen();
    } while (packets > before);
  }

  /** All sound so far, as G.711. */
  byte[] sound() {
    return sound.toByteArray();
  }

  private void listen() {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      rtp.receive(packet);
      packets++;
      sound.write(buffer, 12, packet.getLength() - 12);
    } catch (SocketTimeoutException e) {
      // Nothing now.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String next() {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      sip.receive(packet);
      return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      return "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void send(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    try {
      sip.send(new DatagramPacket(bytes, bytes.length, engine));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String request(String method, String to, int cseq, String body) {
    String here = "127.0.0.1:" + sip.getLocalPort();
    return method
        + " sip:company@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP "
        + here
        + ";rport;branch=z9hG4bK-"
        + method
        + "\r\nMax-Forwards: 70\r\nFrom: "
        + from
        + "\r\nTo: "
        + to
        + "\r\nCall-ID: "
        + callId
        + "\r\nCSeq: "
        + cseq
        + " "
        + method
        + "\r\nContact: <sip:caller@"
        + here
        + ">\r\n"
        + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String header(String message, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + ": *(.*?)\r?$").matcher(message);
    if (!matcher.find()) {
      throw new AssertionError(name + " in " + message);
    }
    return matcher.group(1);
  }

  private static void until(BooleanSupplier done, String what) {
    for (int i = 0; i < TICKS; i++) {
      if (done.getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("no " + what);
  }

  @Override
  public void close() {
    sip.close();
    rtp.close();
  }
}
