package dev.assent.recorder.container;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A recorder's Ed25519 key (RFC 8032): says which recorder finished a file. Any thread. */
public final class SigningKey {
  static final int PUBLIC_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

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
   * and the JDK takes fifteen times as long. That both read the same RFC, a test holds.
   */
  byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** By Bouncy Castle too: every recording is looked at, and the JDK takes eight times as long. */
  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == PUBLIC_BYTES
        && signature.length == SIGNATURE_BYTES
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
