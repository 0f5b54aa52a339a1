package dev.assent.media.srtp;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Master key and salt of one direction of a call (RFC 3711 §3.2.1). Thread-safe until {@link
 * #erase}. Its text says which suite, never which key.
 */
public final class MasterKey {
  /** Packets one master key may protect at most (RFC 3711 §9.2). */
  public static final long RTP_LIFETIME = 1L << 48;

  static final long RTCP_LIFETIME = 1L << 31;

  private static final int MAX_MKI = 4;

  private final SrtpSuite suite;
  private final byte[] keyAndSalt;
  private final byte[] mki;
  private final long lifetime;
  private volatile boolean erased;

  private MasterKey(SrtpSuite suite, byte[] keyAndSalt, byte[] mki, long lifetime) {
    this.suite = suite;
    this.keyAndSalt = keyAndSalt;
    this.mki = mki;
    this.lifetime = lifetime;
  }

  /** A fresh key without MKI, good for the longest lifetime. */
  public static MasterKey draw(SrtpSuite suite, RandomGenerator random) {
    byte[] bits = new byte[suite.keyBytes() + suite.saltBytes()];
    random.nextBytes(bits);
    return new MasterKey(suite, bits, new byte[0], RTP_LIFETIME);
  }

  /**
   * A key the peer named.
   *
   * @param keyAndSalt the key, then the salt; copied
   * @param mki key identifier in each packet: 0 to 4 bytes; copied
   * @param lifetime packets it may protect, 1 to 2^48
   */
  public static MasterKey of(SrtpSuite suite, byte[] keyAndSalt, byte[] mki, long lifetime) {
    if (keyAndSalt.length != suite.keyBytes() + suite.saltBytes()) {
      throw new IllegalArgumentException(
          suite + " needs " + (suite.keyBytes() + suite.saltBytes()) + " bytes of key and salt");
    }
    if (mki.length > MAX_MKI || lifetime < 1 || lifetime > RTP_LIFETIME) {
      throw new IllegalArgumentException("MKI of 0 to 4 bytes, lifetime of 1 to 2^48 needed");
    }
    return new MasterKey(suite, keyAndSalt.clone(), mki.clone(), lifetime);
  }

  public SrtpSuite suite() {
    return suite;
  }

  /** Key and salt as they stand in {@code a=crypto}; a copy. */
  public byte[] keyAndSalt() {
    return keyAndSalt.clone();
  }

  byte[] key() {
    return Arrays.copyOf(keyAndSalt, suite.keyBytes());
  }

  byte[] salt() {
    return Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length);
  }

  byte[] mki() {
    return mki;
  }

  long lifetime() {
    return lifetime;
  }

  /** SRTP and SRTCP share the lifetime, but SRTCP indices end at 2^31 (RFC 4568 §6.1). */
  long rtcpLifetime() {
    return Math.min(lifetime, RTCP_LIFETIME);
  }

  /** Overwrites the key with zeros; contexts made of it are not touched. */
  public void erase() {
    erased = true;
    Arrays.fill(keyAndSalt, (byte) 0);
  }

  boolean isErased() {
    return erased;
  }

  /** Whether both would yield the same keystream. */
  public boolean isSameSecret(MasterKey other) {
    return MessageDigest.isEqual(keyAndSalt, other.keyAndSalt);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MasterKey that
        && suite == that.suite
        && lifetime == that.lifetime
        && Arrays.equals(mki, that.mki)
        && isSameSecret(that);
  }

  @Override
  public int hashCode() {
    return suite.hashCode(); // nothing of the key may be told by where it lies in a table
  }

  @Override
  public String toString() {
    return "MasterKey[" + suite + "]";
  }
}
