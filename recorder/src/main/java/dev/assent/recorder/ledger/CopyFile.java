package dev.assent.recorder.ledger;

import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.ReadFile;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.BiConsumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One copy of a ledger, sealed under the key of its day (docs/FORMAT-ledger.md). A segment after
 * the other is read and written: a ledger may be larger than memory.
 */
final class CopyFile {
  static final String SUFFIX = ".ledgercopy";

  private static final long MAGIC = 0x89414C430D0A1A0AL;
  private static final int FIXED_BYTES = 32;
  private static final int SEALED_KEY_BYTES = 1168;
  private static final int HEADER_BYTES = FIXED_BYTES + SEALED_KEY_BYTES;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int TAG_BYTES = 16;
  private static final String PURPOSE = "assent ledger copy 1";

  private final byte[] digest;
  private final SecretKeySpec key;
  private long chunk;

  private CopyFile(byte[] header, byte[] key) {
    this.digest = sha256(header);
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * @param at when it was taken
   */
  record Header(Instant at, long ledgerId) {
    LocalDate day() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  /** Writes all segments of the ledger; what was written is not forced yet. */
  static void write(
      AppendFile file, KeyLedger ledger, Header head, RolePublicKey day, SecureRandom random) {
    byte[] content = new byte[32];
    random.nextBytes(content);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putShort((short) 1).putShort((short) 0).putInt(0);
    header.putLong(head.at().toEpochMilli()).putLong(head.ledgerId());
    header.put(day.seal(PURPOSE, content, random));
    CopyFile copy = new CopyFile(header.array(), content);
    Arrays.fill(content, (byte) 0);
    file.write(header.array(), 0, HEADER_BYTES);
    for (int number : ledger.segments()) {
      byte[] segment = ledger.segmentBytes(number);
      for (int at = 0; at < segment.length; at += CHUNK_BYTES) {
        copy.put(file, number, Arrays.copyOfRange(segment, at, end(segment, at)));
      }
    }
    // An empty chunk is the end: a copy that was cut has none.
    copy.put(file, 0, new byte[0]);
  }

  private static int end(byte[] segment, int at) {
    return Math.min(segment.length, at + CHUNK_BYTES);
  }

  private void put(AppendFile file, int number, byte[] plain) {
    byte[] sealed = run(Cipher.ENCRYPT_MODE, number, plain);
    ByteBuffer out = ByteBuffer.allocate(8 + sealed.length);
    out.putInt(number).putInt(sealed.length).put(sealed);
    file.write(out.array(), 0, out.capacity());
  }

  /**
   * When it was taken, and of which ledger; nothing of it is proved before {@link #read}.
   *
   * @throws LedgerDamaged if it is no copy
   */
  static Header header(ReadFile file) {
    byte[] bytes = bytes(file, 0, HEADER_BYTES);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MAGIC || in.getShort() != 1) {
      throw new LedgerDamaged("this is no copy of a ledger");
    }
    in.position(16);
    return new Header(Instant.ofEpochMilli(in.getLong()), in.getLong());
  }

  /**
   * Hands over the pieces of each segment in order.
   *
   * @throws LedgerDamaged if a byte of it was changed, or its end is missing
   * @throws CannotUnseal if this is not the key of its day
   */
  static void read(ReadFile file, RoleKeyPair day, BiConsumer<Integer, byte[]> piece)
      throws CannotUnseal {
    byte[] header = bytes(file, 0, HEADER_BYTES);
    byte[] content = day.open(PURPOSE, Arrays.copyOfRange(header, FIXED_BYTES, HEADER_BYTES));
    CopyFile copy = new CopyFile(header, content);
    Arrays.fill(content, (byte) 0);
    long at = HEADER_BYTES;
    while (true) {
      ByteBuffer head = ByteBuffer.wrap(bytes(file, at, 8));
      int number = head.getInt();
      int length = head.getInt();
      if (length < TAG_BYTES || length > CHUNK_BYTES + TAG_BYTES) {
        throw new LedgerDamaged("the copy is damaged at byte " + at);
      }
      byte[] plain = copy.run(Cipher.DECRYPT_MODE, number, bytes(file, at + 8, length));
      at += 8 + length;
      if (plain.length == 0) {
        return;
      }
      piece.accept(number, plain);
    }
  }

  private static byte[] bytes(ReadFile file, long at, int length) {
    byte[] bytes = new byte[length];
    if (file.read(at, bytes, 0, length) < length) {
      throw new LedgerDamaged("the copy is cut at byte " + file.size());
    }
    return bytes;
  }

  private byte[] run(int mode, int number, byte[] input) {
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(chunk++).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
      cipher.updateAAD(digest);
      cipher.updateAAD(ByteBuffer.allocate(4).putInt(number).array());
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new LedgerDamaged("the copy is damaged in chunk " + (chunk - 1));
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
