package dev.assent.dialer.backup;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM piece by piece: each has its number as nonce and the header's hash authenticated with
 * it, so that none can be left out, moved, or taken from another backup. One owner.
 */
final class PieceCipher {
  /** Of clear bytes in a piece; an empty one is the end. */
  static final int PIECE = 1 << 18;

  static final int TAG = 16;

  private final SecretKeySpec key;
  private final byte[] header;
  private long number;

  PieceCipher(byte[] key, byte[] header) {
    this.key = new SecretKeySpec(key, "AES");
    try {
      this.header = MessageDigest.getInstance("SHA-256").digest(header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  byte[] seal(byte[] clear, int length) {
    try {
      return next(Cipher.ENCRYPT_MODE).doFinal(clear, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when a byte of it was changed or it is not the next one. */
  Optional<byte[]> open(byte[] sealed) {
    try {
      return Optional.of(next(Cipher.DECRYPT_MODE).doFinal(sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cipher next(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number++).array();
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(header);
    return cipher;
  }
}
