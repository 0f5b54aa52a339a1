package dev.assent.media.srtp;

/**
 * A suite at work with the session keys of one direction, for RTP or for RTCP. It neither knows
 * order nor replay: the caller gives the index and never the same one twice when sealing.
 */
abstract sealed class PacketCipher permits CounterCipher, GaloisCipher {
  /** Header and SSRC of RTCP stay readable. */
  static final int RTCP_HEADER = 8;

  static final int ENCRYPTED = 0x80000000;

  /** Bytes of the tag. */
  abstract int tag();

  /** Where the MKI of a packet begins. */
  abstract int mkiAt(int length, int mki);

  /** Where the word of E flag and index begins in an SRTCP packet. */
  abstract int indexAt(int length, int mki);

  /**
   * Seals an RTP packet, without MKI.
   *
   * @param header bytes that stay readable
   * @return length of the packet in {@code out}
   */
  abstract int sealRtp(byte[] in, int header, int length, byte[] out, int ssrc, long index);

  /**
   * Opens an RTP packet that is at least header, tag and MKI long.
   *
   * @return length of the packet in {@code out}, or −1 if the tag is wrong
   */
  abstract int openRtp(
      byte[] in, int header, int length, int mki, byte[] out, int ssrc, long index);

  /**
   * @param index 0 to 2^31 − 1
   */
  abstract int sealRtcp(byte[] in, int length, byte[] out, int ssrc, int index);

  /**
   * Opens an encrypted RTCP packet that is at least header, tag, index and MKI long.
   *
   * @return length of the packet in {@code out}, or −1 if the tag is wrong
   */
  abstract int openRtcp(byte[] in, int length, int mki, byte[] out, int ssrc, int index);

  /** Overwrites what we hold of the session keys; the JDK's key schedules are left to the heap. */
  abstract void erase();

  static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  static int getInt(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }
}
