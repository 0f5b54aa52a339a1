package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The other end of a call on real loopback sockets: RTP made and taken apart by hand. */
final class Phone implements AutoCloseable {
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts only
  record Received(
      int payloadType, boolean marker, int sequence, int timestamp, int ssrc, byte[] payload) {}

  final DatagramChannel rtp = bound();
  final DatagramChannel rtcp = bound();
  InetSocketAddress dialer;
  int ssrc = 0x1234;
  int sequence = 65_530; // wraps within every test that sends more than six packets
  int timestamp = -800; // likewise

  Phone(InetSocketAddress dialer) {
    this.dialer = dialer;
  }

  static DatagramChannel bound() {
    try {
      DatagramChannel channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int port(DatagramChannel channel) {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An SDP whose telephone-event, if 96 is among the formats, differs from the number we offer. */
  byte[] sdp(String formats, String direction) {
    String events = formats.contains("96") ? "a=rtpmap:96 telephone-event/8000\r\n" : "";
    return """
    v=0\r
    o=phone 1 1 IN IP4 127.0.0.1\r
    s=-\r
    c=IN IP4 127.0.0.1\r
    t=0 0\r
    m=audio %d RTP/AVP %s\r
    %sa=rtcp:%d\r
    a=%s\r
    """
        .formatted(port(rtp), formats, events, port(rtcp), direction)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sound; sequence and timestamp go on. */
  void sendAudio(Codec codec, byte[] payload) {
    sendRaw(packet(codec.payloadType(), false, sequence++, timestamp, payload));
    timestamp += payload.length;
  }

  void sendSilence(Codec codec) {
    byte[] payload = new byte[160];
    Arrays.fill(payload, codec.silence());
    sendAudio(codec, payload);
  }

  /** One telephone-event packet; the timestamp is the start of the press. */
  void sendEvent(int event, boolean end, int duration, int start, boolean marker) {
    sendRaw(packet(101, marker, sequence++, start, event(event, end, duration)));
  }

  static byte[] event(int event, boolean end, int duration) {
    return new byte[] {
      (byte) event, (byte) (end ? 0x8A : 0x0A), (byte) (duration >> 8), (byte) duration
    };
  }

  byte[] packet(int type, boolean marker, int seq, int ts, byte[] payload) {
    return ByteBuffer.allocate(12 + payload.length)
        .put((byte) 0x80)
        .put((byte) (marker ? type | 0x80 : type))
        .putShort((short) seq)
        .putInt(ts)
        .putInt(ssrc)
        .put(payload)
        .array();
  }

  void sendRaw(byte[] packet) {
    send(rtp, packet, dialer);
  }

  static void send(DatagramChannel from, byte[] packet, InetSocketAddress to) {
    try {
      from.send(ByteBuffer.wrap(packet), to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All RTP that has come so far. */
  List<Received> received() {
    List<Received> packets = new ArrayList<>();
    for (byte[] bytes : receivedRaw(rtp)) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int second = in.get(1) & 0xFF;
      packets.add(
          new Received(
              second & 0x7F,
              second > 127,
              in.getShort(2) & 0xFFFF,
              in.getInt(4),
              in.getInt(8),
              Arrays.copyOfRange(bytes, 12, bytes.length)));
    }
    return packets;
  }

  static List<byte[]> receivedRaw(DatagramChannel channel) {
    List<byte[]> packets = new ArrayList<>();
    try {
      byte[] bytes = new byte[2048];
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (channel.receive(in) != null) {
        packets.add(Arrays.copyOf(bytes, in.position()));
        in.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packets;
  }

  @Override
  public void close() {
    try {
      rtp.close();
      rtcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
