package dev.assent.dialer.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One person's X-Wing key, derived from the seed in their slot: who changes a keyset seals to the
 * public half, and so needs nobody's passphrase. {@link #close} wipes it.
 */
final class PersonalKey implements AutoCloseable {
  private final byte[] seed;

  private PersonalKey(byte[] seed) {
    this.seed = seed;
  }

  /**
   * @param signingSeed the person's Ed25519 seed; not kept
   */
  static PersonalKey of(byte[] signingSeed) {
    return new PersonalKey(
        Hashes.hmac(signingSeed, "assent personal X-Wing 1".getBytes(StandardCharsets.US_ASCII)));
  }

  byte[] publicKey() {
    return XWing.publicKey(seed);
  }

  /** Empty when sealed to somebody else, for another purpose, or changed. */
  Optional<byte[]> open(String purpose, byte[] sealed) {
    return XWing.open(seed, purpose.getBytes(StandardCharsets.UTF_8), sealed);
  }

  static byte[] seal(User to, String purpose, byte[] plain) {
    return XWing.seal(to.sealTo(), purpose.getBytes(StandardCharsets.UTF_8), plain);
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }
}
