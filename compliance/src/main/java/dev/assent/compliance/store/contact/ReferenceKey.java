package dev.assent.compliance.store.contact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * By which a list's reference for a person is known again while the list is read: the first 128
 * bits of its SHA-256, as no two references of any list have the same ones.
 */
record ReferenceKey(long high, long low) {
  static ReferenceKey of(String reference) {
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(reference.getBytes(UTF_8)));
      return new ReferenceKey(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
