package dev.assent.media.srtp;

import java.util.Optional;

/** Cipher suites by their SDP names (RFC 4568 §6.2, RFC 7714 §14.2), in our order of preference. */
public enum SrtpSuite {
  AEAD_AES_256_GCM(32, 12, 16, 16),
  AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10),
  /** The short tag is for RTP only: RTCP keeps 80 bits (RFC 3711 §5.2, RFC 4568 §6.2.2). */
  AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10);

  private final int keyBytes;
  private final int saltBytes;
  private final int rtpTag;
  private final int rtcpTag;

  SrtpSuite(int keyBytes, int saltBytes, int rtpTag, int rtcpTag) {
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.rtpTag = rtpTag;
    this.rtcpTag = rtcpTag;
  }

  /** Bytes of the master key; the session encryption key is as long. */
  public int keyBytes() {
    return keyBytes;
  }

  /** Bytes of the master salt. */
  public int saltBytes() {
    return saltBytes;
  }

  int rtpTag() {
    return rtpTag;
  }

  int rtcpTag() {
    return rtcpTag;
  }

  PacketCipher rtp(MasterKey master, SrtpScratch scratch) {
    KeyDerivation keys = KeyDerivation.rtp(master);
    return this == AEAD_AES_256_GCM
        ? new GaloisCipher(keys.cipherKey(), keys.salt(), scratch)
        : new CounterCipher(keys.cipherKey(), keys.salt(), keys.authKey(), rtpTag, scratch);
  }

  PacketCipher rtcp(MasterKey master, SrtpScratch scratch) {
    KeyDerivation keys = KeyDerivation.rtcp(master);
    return this == AEAD_AES_256_GCM
        ? new GaloisCipher(keys.cipherKey(), keys.salt(), scratch)
        : new CounterCipher(keys.cipherKey(), keys.salt(), keys.authKey(), rtcpTag, scratch);
  }

  /** Empty: we do not speak it. */
  public static Optional<SrtpSuite> named(String name) {
    for (SrtpSuite suite : values()) {
      if (suite.name().equalsIgnoreCase(name)) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
