package dev.assent.compliance.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** How many entries were acknowledged: docs/FORMAT-journal.md, "Head". */
record Head(long count, Blob chain) {
  static final String FILE_NAME = "head";
  static final int SLOT = 56;
  private static final byte[] MAGIC = "ASNTHEAD".getBytes(US_ASCII);
  private static final int CRC_AT = 52;

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SLOT);
    out.put(MAGIC).putLong(count).put(chain.toByteArray());
    out.putInt(CRC_AT, crc(out.array()));
    return out.array();
  }

  /** The whole slots of a head file, in the order they stand. */
  static List<Head> decode(byte[] file) {
    List<Head> heads = new ArrayList<>(2);
    for (int at = 0; at + SLOT <= file.length && at < 2 * SLOT; at += SLOT) {
      byte[] slot = Arrays.copyOfRange(file, at, at + SLOT);
      ByteBuffer in = ByteBuffer.wrap(slot);
      byte[] magic = new byte[8];
      in.get(magic);
      if (Arrays.equals(magic, MAGIC) && in.getInt(CRC_AT) == crc(slot)) {
        byte[] chain = new byte[Hashes.LENGTH];
        long count = in.getLong();
        in.get(chain);
        heads.add(new Head(count, Blob.of(chain)));
      }
    }
    return heads;
  }

  private static int crc(byte[] slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
