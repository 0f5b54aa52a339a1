package dev.assent.media.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA1 (RFC 2104) on the JDK's digest: {@link javax.crypto.Mac} makes three arrays for each
 * packet, the digest makes none.
 */
final class HmacSha1 {
  private static final int BLOCK = 64;
  private static final int DIGEST = 20;

  private final MessageDigest sha1;
  private final byte[] inner = new byte[BLOCK];
  private final byte[] outer = new byte[BLOCK];

  /**
   * @param key at most 64 bytes
   */
  HmacSha1(byte[] key) {
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
    System.arraycopy(key, 0, inner, 0, key.length);
    System.arraycopy(key, 0, outer, 0, key.length);
    for (int i = 0; i < BLOCK; i++) {
      inner[i] ^= 0x36;
      outer[i] ^= 0x5C;
    }
  }

  /** The 20 bytes of the code over a message and the bytes that follow it. */
  void of(byte[] message, int length, byte[] then, int thenLength, byte[] mac) {
    try {
      sha1.update(inner, 0, BLOCK);
      sha1.update(message, 0, length);
      sha1.update(then, 0, thenLength);
      sha1.digest(mac, 0, DIGEST);
      sha1.update(outer, 0, BLOCK);
      sha1.update(mac, 0, DIGEST);
      sha1.digest(mac, 0, DIGEST);
    } catch (DigestException e) {
      throw new IllegalStateException("20 bytes hold a SHA-1", e);
    }
  }

  void erase() {
    Arrays.fill(inner, (byte) 0);
    Arrays.fill(outer, (byte) 0);
  }
}
