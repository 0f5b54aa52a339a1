package dev.assent.media.srtp;

/** The part of an RTP packet that stays readable under SRTP (RFC 3550 §5.1). */
final class RtpHeader {
  static final int FIXED = 12;

  private RtpHeader() {}

  /** Bytes of fixed header, CSRCs and extension; −1 if the packet has no such header. */
  static int length(byte[] packet, int length) {
    if (length < FIXED || (packet[0] & 0xC0) != 0x80) {
      return -1;
    }
    int end = FIXED + 4 * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      if (end + 4 > length) {
        return -1;
      }
      end += 4 + 4 * ((packet[end + 2] & 0xFF) << 8 | (packet[end + 3] & 0xFF));
    }
    return end > length ? -1 : end;
  }

  static int sequence(byte[] packet) {
    return (packet[2] & 0xFF) << 8 | (packet[3] & 0xFF);
  }

  static int ssrc(byte[] packet) {
    return PacketCipher.getInt(packet, 8);
  }
}
