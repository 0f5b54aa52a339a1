package dev.assent.compliance.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The SHA-256 values of docs/FORMAT-journal.md, "Hashes". One instance a thread. */
final class Hashes {
  static final int LENGTH = 32;

  private final MessageDigest sha256;

  Hashes() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] genesis(UUID journalId) {
    sha256.update((byte) 2);
    sha256.update(bytes(journalId));
    return sha256.digest();
  }

  byte[] leaf(byte[] leaf) {
    sha256.update((byte) 0);
    return sha256.digest(leaf);
  }

  byte[] chain(byte[] previous, byte[] leafHash) {
    sha256.update((byte) 2);
    sha256.update(previous);
    return sha256.digest(leafHash);
  }

  byte[] commitment(PayloadClass kind, byte[] salt, long keyRow, byte[] bytes) {
    sha256.update((byte) 3);
    sha256.update((byte) kind.code);
    sha256.update(salt);
    if (kind == PayloadClass.PERSON) {
      sha256.update(ByteBuffer.allocate(8).putLong(keyRow).array());
    }
    return sha256.digest(bytes);
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  static UUID id(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }

  static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }
}
