package dev.assent.recorder.container;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of one file under one key, from array to array: the JDK's cipher is several times
 * slower on direct buffers, and Bouncy Castle's sixty times on either. One thread at a time.
 */
final class FrameCipher {
  static final int TAG_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private final SecretKey key;
  private final Cipher cipher;

  FrameCipher(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks AES-GCM", e);
    }
  }

  /** Ciphertext and tag go to {@code to}; the caller never repeats a nonce. */
  void seal(byte[] nonce, byte[] aad, byte[] from, int offset, int length, byte[] to, int at) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      cipher.updateAAD(aad);
      cipher.doFinal(from, offset, length, to, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Sealing failed", e);
    }
  }

  /**
   * The plaintext of {@code length} bytes of ciphertext and tag.
   *
   * @return whether they are authentic
   */
  boolean open(byte[] nonce, byte[] aad, byte[] from, int offset, int length, byte[] to) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      cipher.updateAAD(aad);
      cipher.doFinal(from, offset, length, to, 0);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Opening failed", e);
    }
  }
}
