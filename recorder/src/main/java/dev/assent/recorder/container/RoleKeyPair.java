package dev.assent.recorder.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A role's X-Wing key pair; its holder can open share A of the recordings sealed to it. Callable
 * from any thread until closed.
 */
public final class RoleKeyPair implements AutoCloseable {
  private static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final RolePublicKey publicKey;

  private RoleKeyPair(byte[] seed, RolePublicKey publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  /**
   * @param seed 32 random bytes, the whole private key; not kept
   */
  public static RoleKeyPair fromSeed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("A role key's seed has 32 bytes, not " + seed.length);
    }
    return new RoleKeyPair(seed.clone(), Hpke.publicKey(seed));
  }

  public RolePublicKey publicKey() {
    return publicKey;
  }

  byte[] open(byte[] enc, byte[] ct, byte[] aad) throws CannotUnseal {
    return Hpke.open(seed, enc, ct, aad);
  }

  /**
   * What {@link RolePublicKey#seal} sealed.
   *
   * @throws CannotUnseal if it was changed, or is for another key or purpose
   */
  public byte[] open(String purpose, byte[] sealed) throws CannotUnseal {
    if (sealed.length < Hpke.ENC_BYTES) {
      throw CannotUnseal.changed("what is sealed is cut");
    }
    return Hpke.open(
        seed,
        purpose.getBytes(StandardCharsets.US_ASCII),
        Arrays.copyOf(sealed, Hpke.ENC_BYTES),
        Arrays.copyOfRange(sealed, Hpke.ENC_BYTES, sealed.length),
        new byte[0]);
  }

  /** Forgets the private key. */
  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }

  @Override
  public String toString() {
    return "RoleKeyPair[" + publicKey + "]";
  }
}
