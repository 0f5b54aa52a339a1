package dev.assent.recorder.container;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** A recorder's Ed25519 key (RFC 8032): says which recorder finished a file. Any thread. */
public final class SigningKey {
  static final int PUBLIC_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  /** The fixed DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PrivateKey privateKey;
  private final byte[] publicKey;

  private SigningKey(PrivateKey privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * @param seed 32 random bytes, the private key of RFC 8032
   */
  public static SigningKey fromSeed(byte[] seed) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      // The JDK signs but does not derive a public key from a seed.
      return new SigningKey(
          key, new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Not an Ed25519 seed", e);
    }
  }

  /** 32 bytes (RFC 8032). */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** 64 bytes. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Signing failed", e);
    }
  }

  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    byte[] spki = new byte[SPKI_PREFIX.length + PUBLIC_BYTES];
    System.arraycopy(SPKI_PREFIX, 0, spki, 0, SPKI_PREFIX.length);
    System.arraycopy(publicKey, 0, spki, SPKI_PREFIX.length, PUBLIC_BYTES);
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // A key that is no point, or a signature of the wrong form: it does not hold.
      return false;
    }
  }
}
