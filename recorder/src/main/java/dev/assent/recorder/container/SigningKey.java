package dev.assent.recorder.container;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A recorder's Ed25519 key (RFC 8032): says which recorder finished a file. Any thread. */
public final class SigningKey {
  static final int PUBLIC_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  /** The fixed DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Ed25519PrivateKeyParameters privateKey;
  private final byte[] publicKey;

  private SigningKey(Ed25519PrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = privateKey.generatePublicKey().getEncoded();
  }

  /**
   * @param seed 32 random bytes, the private key of RFC 8032
   */
  public static SigningKey fromSeed(byte[] seed) {
    if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
      throw new IllegalArgumentException("not an Ed25519 seed");
    }
    return new SigningKey(new Ed25519PrivateKeyParameters(seed, 0));
  }

  /** 32 bytes (RFC 8032). */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * 64 bytes. By Bouncy Castle, which keeps a table of the base point: every recording is signed,
   * and the JDK takes fifteen times as long. The JDK verifies, so that two read the same RFC.
   */
  byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
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
