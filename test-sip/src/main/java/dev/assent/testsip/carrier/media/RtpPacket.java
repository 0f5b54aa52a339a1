package dev.assent.testsip.carrier.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One RTP packet (RFC 3550 §5.1). A value. */
final class RtpPacket {
  private static final int HEADER = 12;

  final int payloadType;
  final boolean marker;

  /** 16 bits. */
  final int sequence;

  /** 32 bits, unsigned. */
  final long timestamp;

  /** 32 bits, unsigned. */
  final long ssrc;

  final byte[] payload;

  RtpPacket(
      int payloadType, boolean marker, int sequence, long timestamp, long ssrc, byte[] payload) {
    this.payloadType = payloadType;
    this.marker = marker;
    this.sequence = sequence & 0xFFFF;
    this.timestamp = timestamp & 0xFFFFFFFFL;
    this.ssrc = ssrc & 0xFFFFFFFFL;
    this.payload = payload;
  }

  /** Null if it is no RTP of version 2, or cut short. Skips CSRCs, extension and padding. */
  static @Nullable RtpPacket parse(ByteBuffer datagram) {
    int start = datagram.position();
    int end = datagram.limit();
    if (end - start < HEADER || (datagram.get(start) & 0xC0) != 0x80) {
      return null;
    }
    int flags = datagram.get(start);
    int body = start + HEADER + 4 * (flags & 0x0F);
    if ((flags & 0x10) != 0 && body + 4 <= end) {
      body += 4 + 4 * (datagram.getShort(body + 2) & 0xFFFF);
    }
    if ((flags & 0x20) != 0) {
      end -= datagram.get(end - 1) & 0xFF;
    }
    if (body > end) {
      return null;
    }
    byte[] payload = new byte[end - body];
    datagram.get(body, payload);
    return new RtpPacket(
        datagram.get(start + 1) & 0x7F,
        datagram.get(start + 1) < 0,
        datagram.getShort(start + 2),
        datagram.getInt(start + 4),
        datagram.getInt(start + 8),
        payload);
  }

  byte[] bytes() {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length);
    packet.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0)));
    packet.putShort((short) sequence).putInt((int) timestamp).putInt((int) ssrc).put(payload);
    return packet.array();
  }

  @Override
  public String toString() {
    return "RTP pt=%d seq=%d ts=%d %s"
        .formatted(payloadType, sequence, timestamp, Arrays.toString(Arrays.copyOf(payload, 4)));
  }
}
