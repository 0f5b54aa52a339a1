package dev.assent.dialer.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 key (RFC 8032) from its 32-byte seed. One owner; {@link #close} wipes the seed. */
public final class SigningKey implements AutoCloseable {
  static final int SEED = 32;

  private final byte[] seed;

  SigningKey(byte[] seed) {
    if (seed.length != SEED) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    this.seed = seed.clone();
  }

  /**
   * @param seed 32 bytes; not kept
   */
  public static SigningKey of(byte[] seed) {
    return new SigningKey(seed);
  }

  static byte[] freshSeed(SecureRandom random) {
    byte[] seed = new byte[SEED];
    random.nextBytes(seed);
    return seed;
  }

  /** Raw public key, 32 bytes. */
  public byte[] publicKey() {
    return new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
  }

  /** 64 bytes. */
  public byte[] sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(seed, 0));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != 32 || signature.length != 64) {
      return false;
    }
    var signer = new Ed25519Signer();
    signer.init(false, new Ed25519PublicKeyParameters(publicKey, 0));
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  /** For parts that sign through the JDK. */
  public PrivateKey forJdk() {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.clone()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  byte[] seed() {
    return seed.clone();
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }
}
