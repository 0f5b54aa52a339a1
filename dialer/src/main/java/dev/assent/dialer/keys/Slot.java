package dev.assent.dialer.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * One person's way into a keyset: what their passphrase opens.
 *
 * @param sealed {@link Sealing} under the key of {@code kdf}; its context names keyset, home and
 *     person, so that a slot moved elsewhere stays shut
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
record Slot(String user, PassphraseKdf kdf, byte[] sealed) {

  static Slot seal(
      String user,
      char[] passphrase,
      byte[] content,
      String keyset,
      Argon2Cost cost,
      SecureRandom random) {
    PassphraseKdf kdf = PassphraseKdf.fresh(cost, random);
    byte[] key = kdf.derive(passphrase);
    try {
      return new Slot(user, kdf, Sealing.seal(key, context(keyset, user), content, random));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Empty for a wrong passphrase; the work of Argon2id is done either way. */
  Optional<byte[]> open(char[] passphrase, String keyset) {
    byte[] key = kdf.derive(passphrase);
    try {
      return Sealing.open(key, context(keyset, user), sealed);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] context(String keyset, String user) {
    return (keyset + "|slot|" + user).getBytes(StandardCharsets.UTF_8);
  }
}
