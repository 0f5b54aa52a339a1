package dev.assent.dialer.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) from a passphrase to a key. The parameters stand beside every slot, so that
 * they can grow without locking anybody out.
 *
 * @param memoryKiB 64 MiB to 1 GiB in files of ours; less only where a test passes less
 * @param salt 16 random bytes of this slot alone
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
record PassphraseKdf(int memoryKiB, int iterations, int lanes, byte[] salt) {
  static final int KEY = 32;
  private static final int SALT = 16;
  private static final int MOST_MEMORY_KIB = 1 << 20;
  private static final int MOST_ITERATIONS = 16;

  PassphraseKdf {
    // A file that asks for more is an attack on this machine's memory, not a keyset of ours.
    if (memoryKiB < 8 * lanes
        || memoryKiB > MOST_MEMORY_KIB
        || iterations < 1
        || iterations > MOST_ITERATIONS
        || lanes < 1
        || lanes > 4
        || salt.length != SALT) {
      throw new IllegalArgumentException("Argon2id parameters out of range");
    }
    salt = salt.clone();
  }

  static PassphraseKdf fresh(Argon2Cost cost, SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return new PassphraseKdf(cost.memoryKiB(), cost.iterations(), 1, salt);
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }

  byte[] derive(char[] passphrase) {
    ByteBuffer utf8 = ByteBuffer.allocate(4 * passphrase.length);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(passphrase), utf8, true);
    byte[] secret = Arrays.copyOf(utf8.array(), utf8.position());
    byte[] key = new byte[KEY];
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKiB)
              .withIterations(iterations)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      generator.generateBytes(secret, key);
      return key;
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(utf8.array(), (byte) 0);
    }
  }
}
