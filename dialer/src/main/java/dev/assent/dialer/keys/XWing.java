package dev.assent.dialer.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/**
 * HPKE base mode (RFC 9180) with X-Wing (ML-KEM-768 and X25519, KEM 0x647A), HKDF-SHA-256 and
 * AES-256-GCM: seals to somebody who is not here. A private key is its 32-byte seed, a public key
 * has 1216 bytes. Stateless; any thread.
 */
final class XWing {
  static final int SEED = 32;
  static final int PUBLIC_KEY = 1216;
  private static final int ENCAPSULATION = 1120;
  private static final byte[] NO_AAD = {};

  private XWing() {}

  static byte[] freshSeed(SecureRandom random) {
    byte[] seed = new byte[SEED];
    random.nextBytes(seed);
    return seed;
  }

  static byte[] publicKey(byte[] seed) {
    HPKE hpke = hpke();
    return hpke.serializePublicKey(hpke.deserializePrivateKey(seed, null).getPublic());
  }

  /** {@code encapsulation(1120) | ciphertext | tag(16)}. */
  static byte[] seal(byte[] publicKey, byte[] info, byte[] plain) {
    HPKE hpke = hpke();
    try {
      HPKEContextWithEncapsulation context =
          hpke.setupBaseS(hpke.deserializePublicKey(publicKey), info);
      byte[] sealed = context.seal(NO_AAD, plain);
      byte[] out = Arrays.copyOf(context.getEncapsulation(), ENCAPSULATION + sealed.length);
      System.arraycopy(sealed, 0, out, ENCAPSULATION, sealed.length);
      return out;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("sealing meets no ciphertext", e);
    }
  }

  /** Empty when sealed to another key, for another purpose, or changed. */
  static Optional<byte[]> open(byte[] seed, byte[] info, byte[] sealed) {
    if (sealed.length < ENCAPSULATION) {
      return Optional.empty();
    }
    HPKE hpke = hpke();
    try {
      AsymmetricCipherKeyPair pair = hpke.deserializePrivateKey(seed, null);
      byte[] text = Arrays.copyOfRange(sealed, ENCAPSULATION, sealed.length);
      return Optional.of(
          hpke.setupBaseR(Arrays.copyOf(sealed, ENCAPSULATION), pair, info).open(NO_AAD, text));
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      // The last is what a point of small order comes to, which no sealer makes.
      return Optional.empty();
    }
  }

  private static HPKE hpke() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
