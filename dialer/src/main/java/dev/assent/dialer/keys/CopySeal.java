package dev.assent.dialer.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals copies of files under a key of the home: {@code version 1 (u8) | nonce (12) | AES-256-GCM},
 * the hash of the content authenticated with it, so that copies cannot be swapped.
 */
public final class CopySeal {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @param homeKey 32 bytes; a key of its own is derived from it
   * @param purpose what the copies are of: those of one purpose open for no other
   */
  public CopySeal(byte[] homeKey, String purpose, SecureRandom random) {
    this.random = random;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(homeKey, "HmacSHA256"));
      this.key =
          new SecretKeySpec(
              mac.doFinal((purpose + "/1").getBytes(StandardCharsets.US_ASCII)), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] seal(String sha256, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, sha256);
      byte[] sealed = new byte[1 + NONCE + cipher.getOutputSize(plain.length)];
      sealed[0] = VERSION;
      System.arraycopy(nonce, 0, sealed, 1, NONCE);
      cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when the key, the hash or a byte is not what it was. */
  Optional<byte[]> open(String sha256, byte[] sealed) {
    if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != VERSION) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, sealed, 1, sha256)
              .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, int from, String sha256)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE));
    cipher.updateAAD(sha256.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
