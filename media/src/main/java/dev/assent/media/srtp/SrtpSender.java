package dev.assent.media.srtp;

/**
 * Protects what one source sends, in order of its sequence numbers. Media thread only, after it was
 * made.
 */
final class SrtpSender {
  /** Nothing may be sent any more under this key. */
  static final int EXPIRED = -1;

  private final PacketCipher rtp;
  private final PacketCipher rtcp;
  private final long lifetime;
  private final long rtcpLifetime;
  private long lastIndex = -1;
  private long packets;
  private long rtcpIndex;

  SrtpSender(MasterKey key, SrtpScratch scratch) {
    this.rtp = key.suite().rtp(key, scratch);
    this.rtcp = key.suite().rtcp(key, scratch);
    this.lifetime = key.lifetime();
    this.rtcpLifetime = key.rtcpLifetime();
  }

  /** A new key for the same source: the indices go on (RFC 3711 §3.3.1). */
  void follow(SrtpSender before) {
    lastIndex = before.lastIndex;
  }

  /**
   * @return length in {@code out}, or {@link #EXPIRED}
   * @throws IllegalStateException if the sequence number did not move on: its keystream was used
   */
  int protectRtp(byte[] in, int length, byte[] out) {
    int header = RtpHeader.length(in, length);
    if (header < 0) {
      throw new IllegalStateException("not an RTP packet of ours");
    }
    int sequence = RtpHeader.sequence(in);
    long index = lastIndex < 0 ? sequence : ReplayWindow.estimate(lastIndex, sequence);
    if (index <= lastIndex) {
      throw new IllegalStateException("a sequence number was to be used a second time");
    }
    if (packets >= lifetime || index >= MasterKey.RTP_LIFETIME) {
      return EXPIRED;
    }
    lastIndex = index;
    packets++;
    return rtp.sealRtp(in, header, length, out, RtpHeader.ssrc(in), index);
  }

  /**
   * @return length in {@code out}, or {@link #EXPIRED}
   */
  int protectRtcp(byte[] in, int length, byte[] out) {
    if (rtcpIndex >= rtcpLifetime) {
      return EXPIRED;
    }
    int ssrc = PacketCipher.getInt(in, 4);
    return rtcp.sealRtcp(in, length, out, ssrc, (int) rtcpIndex++);
  }

  void erase() {
    rtp.erase();
    rtcp.erase();
  }
}
