package dev.assent.compliance.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The 136 bytes before the frames of a segment: docs/FORMAT-journal.md, "Segment". */
record SegmentHeader(
    int segment, UUID journalId, long firstPosition, long epoch, long createdMicros, Blob chain) {
  static final int LENGTH = 136;
  private static final byte[] MAGIC = "ASNTJRNL".getBytes(US_ASCII);
  private static final int CRC_AT = 132;

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put(MAGIC).putShort((short) 1).putShort((short) LENGTH).putInt(segment);
    Hashes.put(out, journalId);
    out.putLong(firstPosition).putLong(epoch).putLong(createdMicros).put(chain.toByteArray());
    // No Merkle tree yet: its size and root stay zero.
    out.putInt(CRC_AT, crc(out.array()));
    return out.array();
  }

  /** The header at the start of these bytes; empty if it is not whole. */
  static Optional<SegmentHeader> decode(byte[] segment) {
    if (segment.length < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(segment, 0, LENGTH);
    byte[] magic = new byte[8];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)
        || in.getShort() != 1
        || in.getShort() != LENGTH
        || in.getInt(CRC_AT) != crc(segment)) {
      return Optional.empty();
    }
    int number = in.getInt();
    UUID journalId = Hashes.id(in);
    long firstPosition = in.getLong();
    long epoch = in.getLong();
    long createdMicros = in.getLong();
    byte[] chain = new byte[Hashes.LENGTH];
    in.get(chain);
    return Optional.of(
        new SegmentHeader(number, journalId, firstPosition, epoch, createdMicros, Blob.of(chain)));
  }

  private static int crc(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, CRC_AT);
    return (int) crc.getValue();
  }

  static String fileName(int segment) {
    return "%08d.journal".formatted(segment);
  }
}
