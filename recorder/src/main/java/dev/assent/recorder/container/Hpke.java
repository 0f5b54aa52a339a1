package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * HPKE base mode (RFC 9180) with X-Wing, HKDF-SHA-256 and AES-256-GCM: the one suite of version 1.
 * The one place that sees Bouncy Castle's HPKE; its provider is not registered, as it would put
 * slow ciphers before the JDK's.
 */
final class Hpke {
  static final int KEM = 0x647A;
  static final int KDF = 0x0001;
  static final int AEAD = 0x0002;
  static final int ENC_BYTES = 1120;
  static final int CT_BYTES = 48;

  /** What a slot of a recording is sealed for. */
  static final byte[] SHARE_A = "DVR1/A".getBytes(US_ASCII);

  private static final int ENCAPSULATION_RANDOMNESS_BYTES = 64;

  private Hpke() {}

  private static HPKE suite() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  /** enc (1,120 bytes), then ct (48 bytes). */
  static byte[] seal(RolePublicKey to, byte[] aad, byte[] shareA, SecureRandom random) {
    return seal(to, SHARE_A, aad, shareA, random);
  }

  /** enc (1,120 bytes), then the ciphertext with its tag. */
  static byte[] seal(RolePublicKey to, byte[] info, byte[] aad, byte[] plain, SecureRandom random) {
    HPKE suite = suite();
    AsymmetricKeyParameter key = suite.deserializePublicKey(to.encoded());
    byte[] randomness = new byte[ENCAPSULATION_RANDOMNESS_BYTES];
    random.nextBytes(randomness);
    try {
      var context = suite.setupBaseS(key, info, randomness);
      byte[] enc = context.getEncapsulation();
      byte[] ct = context.seal(aad, plain);
      byte[] both = Arrays.copyOf(enc, enc.length + ct.length);
      System.arraycopy(ct, 0, both, enc.length, ct.length);
      return both;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("HPKE could not seal", e);
    } finally {
      Arrays.fill(randomness, (byte) 0);
    }
  }

  /**
   * Share A.
   *
   * @throws CannotUnseal if the slot was changed or is for another key
   */
  static byte[] open(byte[] seed, byte[] enc, byte[] ct, byte[] aad) throws CannotUnseal {
    return open(seed, SHARE_A, enc, ct, aad);
  }

  /**
   * What was sealed for this purpose.
   *
   * @throws CannotUnseal if it was changed, or is for another key or purpose
   */
  static byte[] open(byte[] seed, byte[] info, byte[] enc, byte[] ct, byte[] aad)
      throws CannotUnseal {
    HPKE suite = suite();
    try {
      return suite.setupBaseR(enc, keyPair(suite, seed), info).open(aad, ct);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      // The last is what a point of small order comes to, which no sealer makes (RFC 9180 §7.1.4).
      throw CannotUnseal.changed("the slot of this key was changed");
    }
  }

  static RolePublicKey publicKey(byte[] seed) {
    var key = (XWingPublicKeyParameters) keyPair(suite(), seed).getPublic();
    return new RolePublicKey(key.getEncoded());
  }

  private static AsymmetricCipherKeyPair keyPair(HPKE suite, byte[] seed) {
    return suite.deserializePrivateKey(seed, null);
  }
}
