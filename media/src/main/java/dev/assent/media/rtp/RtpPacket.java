package dev.assent.media.rtp;

import java.nio.ByteBuffer;

/** One received RTP packet (RFC 3550 §5.1), read in place. Reused for every packet of a thread. */
final class RtpPacket {
  static final int HEADER = 12;

  private final ByteBuffer buffer;
  private int payloadType;
  private boolean marker;
  private int sequence;
  private int timestamp;
  private int ssrc;
  private int payloadOffset;
  private int payloadLength;

  RtpPacket(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Looks at the first {@code length} bytes of the buffer. CSRCs, header extension and padding are
   * stepped over.
   *
   * @return false if this is no RTP packet; then nothing else may be asked
   */
  boolean parse(int length) {
    if (length < HEADER) {
      return false;
    }
    int first = buffer.get(0);
    int second = buffer.get(1);
    if ((first & 0xC0) != 0x80 || ((second & 0xC0) == 0xC0 && (second & 0xFF) <= 223)) {
      return false; // not version 2, or RTCP (packet types 192–223) that lost its way
    }
    int offset = HEADER + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (offset + 4 > length) {
        return false;
      }
      offset += 4 + 4 * (buffer.getShort(offset + 2) & 0xFFFF);
    }
    int padding = (first & 0x20) != 0 ? buffer.get(length - 1) & 0xFF : 0;
    if (((first & 0x20) != 0 && padding == 0) || offset + padding > length) {
      return false;
    }
    marker = (second & 0x80) != 0;
    payloadType = second & 0x7F;
    sequence = buffer.getShort(2) & 0xFFFF;
    timestamp = buffer.getInt(4);
    ssrc = buffer.getInt(8);
    payloadOffset = offset;
    payloadLength = length - offset - padding;
    return true;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  int payloadType() {
    return payloadType;
  }

  /** Whether it is G.711, of either law. */
  boolean isSound() {
    return payloadType == 0 || payloadType == 8;
  }

  boolean marker() {
    return marker;
  }

  int sequence() {
    return sequence;
  }

  int timestamp() {
    return timestamp;
  }

  int ssrc() {
    return ssrc;
  }

  int payloadOffset() {
    return payloadOffset;
  }

  int payloadLength() {
    return payloadLength;
  }

  /** Writes the fixed header of an outgoing packet at the start of the buffer. */
  static void writeHeader(
      ByteBuffer out, int payloadType, boolean marker, int sequence, int timestamp, int ssrc) {
    out.put(0, (byte) 0x80);
    out.put(1, (byte) (marker ? payloadType | 0x80 : payloadType));
    out.putShort(2, (short) sequence);
    out.putInt(4, timestamp);
    out.putInt(8, ssrc);
  }
}
