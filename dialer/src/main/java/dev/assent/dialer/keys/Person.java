package dev.assent.dialer.keys;

import java.util.Arrays;
import java.util.Optional;

/**
 * A user who proved to be themselves, with what their slot held. {@link #close} wipes it. One
 * command owns it.
 */
public final class Person implements AutoCloseable {
  private final User user;
  private final SigningKey key;
  private final byte[] kek;

  Person(User user, SigningKey key, byte[] kek) {
    this.user = user;
    this.key = key;
    this.kek = kek.clone();
  }

  public User user() {
    return user;
  }

  /** Signs this person's approvals, declarations and access requests. */
  public SigningKey key() {
    return key;
  }

  /** The same person with nothing but their signature; this one is wiped. */
  public Person signingOnly() {
    byte[] seed = key.seed();
    try {
      return new Person(user, new SigningKey(seed), new byte[0]);
    } finally {
      Arrays.fill(seed, (byte) 0);
      close();
    }
  }

  /** Opens what was sealed to this person; for the caller to close. */
  PersonalKey personal() {
    byte[] seed = key.seed();
    try {
      return PersonalKey.of(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** What opens the operator keyset; empty for people whose roles need none of it. */
  Optional<byte[]> kek() {
    return kek.length == 0 ? Optional.empty() : Optional.of(kek.clone());
  }

  @Override
  public void close() {
    key.close();
    Arrays.fill(kek, (byte) 0);
  }
}
