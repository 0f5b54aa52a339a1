package dev.assent.recorder.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is derived from the ledger key, and the two operations on it. Owned by the ledger, under its
 * lock: the cipher objects are reused.
 */
final class LedgerKeys {
  static final int MAC_BYTES = 16;
  static final int WRAPPED_BYTES = 40;

  private final byte[] keyId;
  private final SecretKey wrapKey;
  private final Cipher wrap;
  private final Mac mac;

  LedgerKeys(byte[] ledgerKey) {
    if (ledgerKey.length != 32) {
      throw new IllegalArgumentException("The ledger key has 32 bytes, not " + ledgerKey.length);
    }
    try {
      keyId = expand(ledgerKey, "assent ledger 1 key id", 8);
      wrapKey = new SecretKeySpec(expand(ledgerKey, "assent ledger 1 wrap", 32), "AES");
      wrap = Cipher.getInstance("AES/KWP/NoPadding");
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(expand(ledgerKey, "assent ledger 1 mac", 32), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks a cipher that the ledger needs", e);
    }
  }

  private static byte[] expand(byte[] key, String label, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.expandOnly(
                new SecretKeySpec(key, "HKDF-PRK"), label.getBytes(US_ASCII), length));
  }

  byte[] keyId() {
    return keyId.clone();
  }

  /** 40 bytes. */
  byte[] wrap(byte[] secret) {
    try {
      wrap.init(Cipher.WRAP_MODE, wrapKey);
      return wrap.wrap(new SecretKeySpec(secret, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Wrapping a secret failed", e);
    }
  }

  byte[] unwrap(byte[] wrapped) {
    try {
      wrap.init(Cipher.UNWRAP_MODE, wrapKey);
      return wrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
    } catch (GeneralSecurityException e) {
      // The row's MAC has held, so these bytes are ours.
      throw new IllegalStateException("A row that is authentic does not unwrap", e);
    }
  }

  /** First 16 bytes of the HMAC over {@code context} and the given range. */
  byte[] mac(byte[] context, byte[] bytes, int offset, int length) {
    mac.update(context);
    mac.update(bytes, offset, length);
    return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
  }
}
