package dev.assent.compliance.suppression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The file of a list to the byte: docs/do-not-call.md. All integers are big-endian. */
final class ListFormat {
  static final int VERSION = 1;
  static final int HEADER = 512;

  /** Bytes of a header its seal covers. */
  static final int SEALED = 480;

  static final int HASH = 32;

  /** A blind index without its last four bytes: as good as without collisions. */
  static final int KEY = 28;

  /** Key, then the day. */
  static final int RECORD = 32;

  static final int BLOCK = 4096;
  static final int RECORDS_A_BLOCK = BLOCK / RECORD;

  /** First key and hash of a block. */
  static final int DIRECTORY_ROW = KEY + HASH;

  static final String SUFFIX = ".list";

  private static final byte[] MAGIC = "ASNTLIST".getBytes(StandardCharsets.US_ASCII);

  private ListFormat() {}

  /**
   * What stands before the blocks.
   *
   * @param pepper version of the pepper the indexes were made with
   * @param directoryHash lower hex
   */
  record Header(ListTitle title, int pepper, long entries, int blocks, String directoryHash) {

    byte[] encode() {
      ByteBuffer bytes = ByteBuffer.allocate(HEADER);
      bytes.put(MAGIC).putShort((short) VERSION).putShort((short) HEADER).putInt(BLOCK);
      bytes.putLong(entries).putInt(blocks).putInt(pepper);
      bytes.put(HexFormat.of().parseHex(directoryHash));
      text(bytes, title.kind().name());
      text(bytes, title.name());
      text(bytes, title.version());
      byte[] all = bytes.array();
      byte[] seal = sha256(all, 0, SEALED);
      System.arraycopy(seal, 0, all, SEALED, HASH);
      return all;
    }

    /**
     * @throws ListDamaged when it is not whole, or of another version of the format
     */
    static Header decode(byte[] header) throws ListDamaged {
      ByteBuffer bytes = ByteBuffer.wrap(header);
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      if (!MessageDigest.isEqual(magic, MAGIC)
          || !MessageDigest.isEqual(seal(header), sha256(header, 0, SEALED))) {
        throw new ListDamaged("its header is damaged");
      }
      int version = bytes.getShort();
      if (version != VERSION || bytes.getShort() != HEADER || bytes.getInt() != BLOCK) {
        throw new ListDamaged("its format is of another version: " + version);
      }
      long entries = bytes.getLong();
      int blocks = bytes.getInt();
      int pepper = bytes.getInt();
      byte[] directory = new byte[HASH];
      bytes.get(directory);
      ListKind kind = ListKind.valueOf(text(bytes));
      return new Header(
          new ListTitle(text(bytes), kind, text(bytes)),
          pepper,
          entries,
          blocks,
          HexFormat.of().formatHex(directory));
    }

    private static void text(ByteBuffer bytes, String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      bytes.put((byte) utf8.length).put(utf8);
    }

    private static String text(ByteBuffer bytes) {
      byte[] utf8 = new byte[Byte.toUnsignedInt(bytes.get())];
      bytes.get(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] seal(byte[] header) {
      return Arrays.copyOfRange(header, SEALED, SEALED + HASH);
    }
  }

  /** Lower hex. */
  static String seal(byte[] header) {
    return HexFormat.of().formatHex(header, SEALED, SEALED + HASH);
  }

  static long size(int blocks) {
    return HEADER + (long) blocks * (BLOCK + DIRECTORY_ROW);
  }

  static int blocks(long entries) {
    return Math.toIntExact((entries + RECORDS_A_BLOCK - 1) / RECORDS_A_BLOCK);
  }

  /** Greater days are greater as unsigned integers too; no day is the least. */
  static int encode(@Nullable LocalDate day) {
    return day == null ? 0 : Math.toIntExact(day.toEpochDay()) ^ Integer.MIN_VALUE;
  }

  static @Nullable LocalDate day(int encoded) {
    return encoded == 0 ? null : LocalDate.ofEpochDay(encoded ^ Integer.MIN_VALUE);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] sha256(byte[] bytes, int from, int length) {
    MessageDigest digest = sha256();
    digest.update(bytes, from, length);
    return digest.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
