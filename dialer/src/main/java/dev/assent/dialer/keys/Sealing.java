package dev.assent.dialer.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of small secrets under a random nonce: {@code nonce(12) | ciphertext | tag(16)}. Each
 * key here seals a handful of values in its life, far from the limits of random nonces.
 */
final class Sealing {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private Sealing() {}

  static byte[] seal(byte[] key, byte[] context, byte[] plain, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, context, plain, 0).orElseThrow();
    byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, out, NONCE, sealed.length);
    return out;
  }

  /** Empty when the key, the context or a byte is not what it was. */
  static Optional<byte[]> open(byte[] key, byte[] context, byte[] sealed) {
    if (sealed.length < NONCE + TAG_BITS / 8) {
      return Optional.empty();
    }
    return run(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE), context, sealed, NONCE);
  }

  private static Optional<byte[]> run(
      int mode, byte[] key, byte[] nonce, byte[] context, byte[] input, int from) {
    try {
      // The JDK's own provider: nothing else is ever registered.
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context);
      return Optional.of(cipher.doFinal(input, from, input.length - from));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }
}
