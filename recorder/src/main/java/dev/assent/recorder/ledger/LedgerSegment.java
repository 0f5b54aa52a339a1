package dev.assent.recorder.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of one segment's header and rows (docs/FORMAT-ledger.md), and whether they are
 * authentic.
 */
final class LedgerSegment {
  static final int HEADER_BYTES = 64;
  static final int ROW_BYTES = 64;
  static final int MAX_ROWS = (64 * 1024 * 1024 - HEADER_BYTES) / ROW_BYTES;

  /** After a restore nobody knows which rows were given out since the copy was taken. */
  static final int SKIPPED = 4096;

  private static final long MAGIC = 0x89414C470D0A1A0AL;
  private static final int MACED_BYTES = 48;
  static final byte LIVE = 1;
  private static final byte ERASED = 2;

  private final LedgerKeys keys;
  private final long ledgerId;
  private final int number;

  LedgerSegment(LedgerKeys keys, long ledgerId, int number) {
    this.keys = keys;
    this.ledgerId = ledgerId;
    this.number = number;
  }

  /**
   * A header that holds.
   *
   * @param epoch of the ledger key it is under
   * @param rows that must be there
   * @param follows number of the segment before; 0 for the first
   * @param stamp drawn each time the file is written: two files of one number and one stamp hold
   *     the same rows, as far as both go
   */
  record Header(long ledgerId, int number, int epoch, int rows, int follows, int stamp) {
    Header with(int rowsNow, int freshStamp) {
      return new Header(ledgerId, number, epoch, rowsNow, follows, freshStamp);
    }

    Header inEpoch(int next) {
      return new Header(ledgerId, number, next, rows, follows, stamp);
    }

    /** Whether the ledger was restored from a copy, and went on here. */
    boolean beganAnew() {
      return number % SKIPPED == 1 && follows != 0 && follows < number - 1;
    }

    byte[] encode(LedgerKeys keys) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.putLong(MAGIC).putShort((short) 1).putShort((short) 1);
      header.putInt(number).putLong(ledgerId).put(keys.keyId());
      header.putInt(epoch).putInt(rows).putInt(follows).putInt(stamp);
      header.put(keys.mac(new byte[0], header.array(), 0, MACED_BYTES));
      return header.array();
    }
  }

  /** Empty if these bytes are no header under this key. */
  static Optional<Header> parseHeader(LedgerKeys keys, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getLong(0) != MAGIC || header.getShort(8) != 1 || header.getShort(10) != 1) {
      return Optional.empty();
    }
    if (!Arrays.equals(bytes, 24, 32, keys.keyId(), 0, 8)
        || !holds(keys.mac(new byte[0], bytes, 0, MACED_BYTES), bytes, MACED_BYTES)) {
      return Optional.empty();
    }
    int number = header.getInt(12);
    int follows = header.getInt(40);
    return Optional.of(
        new Header(
            header.getLong(16),
            number,
            header.getInt(32),
            header.getInt(36),
            follows == 0 ? number - 1 : follows,
            header.getInt(44)));
  }

  /** Whether these bytes are a header, but under another ledger key. */
  static boolean isUnderAnotherKey(LedgerKeys keys, byte[] bytes) {
    return bytes.length >= HEADER_BYTES
        && ByteBuffer.wrap(bytes).getLong(0) == MAGIC
        && !Arrays.equals(bytes, 24, 32, keys.keyId(), 0, 8);
  }

  byte[] row(int slot, int group, RowKind kind, byte[] secret) {
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    row.put((byte) kind.code()).put(LIVE).putShort((short) 0).putInt(group);
    row.put(keys.wrap(secret));
    return authenticated(row.array(), slot);
  }

  /** The same row with its secret gone. */
  byte[] erased(int slot, byte[] live) {
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    row.put(live[0]).put(ERASED).putShort((short) 0).put(live, 4, 4);
    return authenticated(row.array(), slot);
  }

  private byte[] authenticated(byte[] row, int slot) {
    byte[] mac = keys.mac(context(slot), row, 0, MACED_BYTES);
    System.arraycopy(mac, 0, row, MACED_BYTES, mac.length);
    return row;
  }

  boolean holds(int slot, byte[] row) {
    return holds(keys.mac(context(slot), row, 0, MACED_BYTES), row, MACED_BYTES);
  }

  static boolean isLive(byte[] row) {
    return row[1] == LIVE;
  }

  boolean is(RowKind kind, byte[] row) {
    return row[0] == kind.code();
  }

  int group(byte[] row) {
    return ByteBuffer.wrap(row).getInt(4);
  }

  byte[] secret(byte[] row) {
    return keys.unwrap(Arrays.copyOfRange(row, 8, MACED_BYTES));
  }

  private byte[] context(int slot) {
    return ByteBuffer.allocate(16).putLong(ledgerId).putInt(number).putInt(slot).array();
  }

  /** The same row, its secret wrapped under another key. */
  byte[] underOtherKey(int slot, byte[] row, LedgerSegment other) {
    if (!isLive(row)) {
      return other.erased(slot, row);
    }
    ByteBuffer fresh = ByteBuffer.allocate(ROW_BYTES);
    fresh.put(row, 0, 8).put(other.keys.wrap(secret(row)));
    return other.authenticated(fresh.array(), slot);
  }

  static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(byte[] expected, byte[] bytes, int at) {
    return MessageDigest.isEqual(
        expected, Arrays.copyOfRange(bytes, at, at + LedgerKeys.MAC_BYTES));
  }
}
