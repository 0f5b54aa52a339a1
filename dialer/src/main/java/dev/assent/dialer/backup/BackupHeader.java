package dev.assent.dialer.backup;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;

/**
 * The clear bytes before what is sealed (docs/FORMAT-backup.md). Nothing in them is proved before
 * the first sealed piece was opened.
 *
 * @param forRecovery the backup's key, sealed to the recovery key
 * @param forHome the same, sealed under a key of the home
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record BackupHeader(UUID home, Instant at, byte[] forRecovery, byte[] forHome) {
  private static final long MAGIC = 0x41534E544241434BL; // ASNTBACK
  private static final int VERSION = 1;
  private static final int LONGEST_SLOT = 4096;

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeLong(home.getMostSignificantBits());
      out.writeLong(home.getLeastSignificantBits());
      out.writeLong(at.toEpochMilli());
      out.writeInt(forRecovery.length);
      out.write(forRecovery);
      out.writeInt(forHome.length);
      out.write(forHome);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UserError exit 3 when it is no backup, or one of a newer release; 7 when it is cut
   */
  static BackupHeader read(InputStream file, Object name) throws IOException {
    DataInputStream in = new DataInputStream(file);
    try {
      if (in.readLong() != MAGIC) {
        throw new UserError(Exit.CONFIG, Message.of("backup.none", name), null);
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new UserError(
            Exit.CONFIG, Message.of("backup.newer", name, version, VERSION), "assent version");
      }
      UUID home = new UUID(in.readLong(), in.readLong());
      Instant at = Instant.ofEpochMilli(in.readLong());
      return new BackupHeader(home, at, slot(in, name), slot(in, name));
    } catch (EOFException e) {
      throw damaged(name);
    }
  }

  private static byte[] slot(DataInputStream in, Object name) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_SLOT) {
      throw damaged(name);
    }
    byte[] slot = in.readNBytes(length);
    if (slot.length < length) {
      throw damaged(name);
    }
    return slot;
  }

  static UserError damaged(Object name) {
    return new UserError(Exit.INTEGRITY, Message.of("backup.damaged", name), null);
  }
}
