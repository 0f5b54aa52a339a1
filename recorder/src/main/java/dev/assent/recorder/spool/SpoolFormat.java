package dev.assent.recorder.spool;

import dev.assent.recorder.files.ReadFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Bytes of a spool segment and its records (docs/FORMAT-spool.md). */
final class SpoolFormat {
  static final int SEGMENT_HEADER_BYTES = 32;
  static final int RECORD_HEAD_BYTES = 32;
  static final int ALIGNMENT = 16;
  static final int MAX_BODY_BYTES = 65_536;

  static final int HEADER = 1;
  static final int FRAME = 2;
  static final int END = 3;
  static final int COPIED = 4;

  /** Body of COPIED: start of the recording, how many frames, four zero bytes. */
  static final int COPIED_BYTES = 16;

  private static final int VERSION = 2;

  /** A segment of version 1 had one life: its records are not bound to it. */
  private static final int ONLY_LIFE = 0;

  private static final long MAGIC = 0x894153500D0A1A0AL;
  private static final int RECORD_MARK = 0x53504C52;
  private static final int CRC_AT = 12;
  private static final String SUFFIX = ".spool";

  private SpoolFormat() {}

  /** A record as read. Its body is in the array that was read into. */
  record Entry(int type, int endCode, UUID recordingId, int bodyAt, int bodyBytes) {}

  static byte[] segmentHeader(int number) {
    return segmentHeader(number, VERSION);
  }

  private static byte[] segmentHeader(int number, int version) {
    byte[] header = new byte[SEGMENT_HEADER_BYTES];
    ByteBuffer view = ByteBuffer.wrap(header);
    view.putLong(MAGIC).putShort((short) version).position(16).putLong(number);
    CRC32C crc = new CRC32C();
    crc.update(header, 0, 28);
    view.putInt(28, (int) crc.getValue());
    return header;
  }

  /** What the CRCs of a segment's records are bound to, so that an older life's do not hold. */
  static int life(ReadFile segment, int number) {
    byte[] header = new byte[SEGMENT_HEADER_BYTES];
    segment.read(0, header, 0, header.length);
    return Arrays.equals(header, segmentHeader(number, 1)) ? ONLY_LIFE : number;
  }

  static Path segment(Path directory, int number) {
    return directory.resolve("%016d%s".formatted(number, SUFFIX));
  }

  /** The number in a segment's name; empty if this is no segment. */
  static OptionalInt number(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.matches("\\d{16}\\" + SUFFIX)
        ? OptionalInt.of(Integer.parseInt(name.substring(0, 16)))
        : OptionalInt.empty();
  }

  /** With its filling. */
  static int recordBytes(int bodyBytes) {
    return RECORD_HEAD_BYTES + ((bodyBytes + ALIGNMENT - 1) & -ALIGNMENT);
  }

  /** Completes the record of segment {@code life} whose body stands at {@code at + 32}. */
  static void seal(byte[] out, int at, int life, int type, int endCode, UUID id, int bodyBytes) {
    ByteBuffer head = ByteBuffer.wrap(out, at, RECORD_HEAD_BYTES);
    head.putInt(RECORD_MARK).put((byte) type).put((byte) 0).putShort((short) endCode);
    head.putInt(bodyBytes).putInt(0);
    head.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    Arrays.fill(out, at + RECORD_HEAD_BYTES + bodyBytes, at + recordBytes(bodyBytes), (byte) 0);
    ByteBuffer.wrap(out).putInt(at + CRC_AT, crc(out, at, life, bodyBytes));
  }

  /** Whether a record may begin here; its length is believed only with {@link #holds}. */
  static boolean mayBegin(byte[] bytes, int at) {
    ByteBuffer view = ByteBuffer.wrap(bytes);
    int type = bytes[at + 4];
    int length = view.getInt(at + 8);
    return view.getInt(at) == RECORD_MARK
        && type >= HEADER
        && type <= COPIED
        && length >= 0
        && length <= MAX_BODY_BYTES;
  }

  static int bodyBytes(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at + 8);
  }

  static boolean holds(byte[] bytes, int at, int life) {
    return ByteBuffer.wrap(bytes).getInt(at + CRC_AT) == crc(bytes, at, life, bodyBytes(bytes, at));
  }

  static Entry record(byte[] bytes, int at) {
    ByteBuffer view = ByteBuffer.wrap(bytes);
    UUID id = new UUID(view.getLong(at + 16), view.getLong(at + 24));
    return new Entry(
        bytes[at + 4], view.getShort(at + 6), id, at + RECORD_HEAD_BYTES, view.getInt(at + 8));
  }

  private static int crc(byte[] bytes, int at, int life, int bodyBytes) {
    CRC32C crc = new CRC32C();
    if (life != ONLY_LIFE) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        crc.update(life >>> shift);
      }
    }
    crc.update(bytes, at, CRC_AT);
    crc.update(bytes, at + 16, RECORD_HEAD_BYTES - 16 + bodyBytes);
    return (int) crc.getValue();
  }
}
