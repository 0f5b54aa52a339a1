package dev.assent.dialer.keys;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Somebody who was just given their keys, before the keyset that names them is written. {@link
 * #close} wipes the seed.
 *
 * @param seed Ed25519, 32 bytes: the content of their slot
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
record Enrolled(NewUser person, User user, byte[] seed) implements AutoCloseable {

  static Enrolled fresh(NewUser person, SecureRandom random) {
    byte[] seed = SigningKey.freshSeed(random);
    try (var key = new SigningKey(seed);
        var personal = PersonalKey.of(seed)) {
      User user = new User(person.name(), person.roles(), key.publicKey(), personal.publicKey());
      return new Enrolled(person, user, seed);
    }
  }

  Slot slot(String keyset, Argon2Cost cost, SecureRandom random) {
    return Slot.seal(user.name(), person.passphrase(), seed, keyset, cost, random);
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }
}
