package dev.assent.recorder.container;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** An X-Wing public key that recordings are sealed to. */
public final class RolePublicKey {
  static final int BYTES = 1216;
  static final int KID_BYTES = 16;

  private final byte[] encoded;

  /**
   * @param encoded 1,216 bytes, as draft-connolly-cfrg-xwing-kem serialises it
   */
  public RolePublicKey(byte[] encoded) {
    if (encoded.length != BYTES) {
      throw new IllegalArgumentException(
          "An X-Wing public key has %d bytes, not %d".formatted(BYTES, encoded.length));
    }
    this.encoded = encoded.clone();
  }

  public byte[] encoded() {
    return encoded.clone();
  }

  /** First 16 bytes of the key's SHA-256: what a slot names it by. */
  public byte[] kid() {
    return Arrays.copyOf(Sha256.of(encoded), KID_BYTES);
  }

  /**
   * Seals a few bytes to the holder of the private key: HPKE, the purpose as its info.
   *
   * @return 1,136 bytes more than {@code plain}
   */
  public byte[] seal(String purpose, byte[] plain, SecureRandom random) {
    return Hpke.seal(this, purpose.getBytes(StandardCharsets.US_ASCII), new byte[0], plain, random);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RolePublicKey key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "RolePublicKey[" + HexFormat.of().formatHex(kid()) + "]";
  }
}
