package dev.assent.compliance.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * PostgreSQL's COPY in its binary format (PostgreSQL documentation, "COPY", Binary Format): the
 * server reads rows while the next are made. A value must be of its column's type to the byte:
 * {@code Long} for BIGINT, {@code Integer} for INTEGER.
 */
public final class PostgresCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  private static final int SENT_AT_ONCE = 1 << 16;

  /** 2000-01-01T00:00Z, from where PostgreSQL counts microseconds. */
  private static final long EPOCH_SECOND = 946_684_800L;

  private static final long EPOCH_DAY = EPOCH_SECOND / 86_400;

  private final CopyIn copy;
  private ByteBuffer buffer = ByteBuffer.allocate(2 * SENT_AT_ONCE);

  private PostgresCopy(CopyIn copy) {
    this.copy = copy;
  }

  public static void rows(PGConnection connection, String command, Stream<@Nullable Object[]> rows)
      throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(command);
    try {
      new PostgresCopy(copy).write(rows);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        // A row could not be made: what was sent must not be taken for all.
        copy.cancelCopy();
      }
    }
  }

  private void write(Stream<@Nullable Object[]> rows) throws SQLException {
    buffer.put(SIGNATURE).putInt(0).putInt(0);
    for (@Nullable Object[] row : (Iterable<@Nullable Object[]>) rows::iterator) {
      room(Short.BYTES).putShort((short) row.length);
      for (Object value : row) {
        field(value);
      }
      if (buffer.position() >= SENT_AT_ONCE) {
        send();
      }
    }
    room(Short.BYTES).putShort((short) -1);
    send();
  }

  private void field(@Nullable Object value) {
    switch (value) {
      case null -> room(Integer.BYTES).putInt(-1);
      case UUID id ->
          room(Integer.BYTES + 2 * Long.BYTES)
              .putInt(2 * Long.BYTES)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits());
      case Long number -> room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
      case Integer number ->
          room(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(number);
      case Boolean truth -> room(Integer.BYTES + 1).putInt(1).put((byte) (truth ? 1 : 0));
      case Instant at ->
          room(Integer.BYTES + Long.BYTES)
              .putInt(Long.BYTES)
              .putLong((at.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + at.getNano() / 1_000);
      case LocalDate day ->
          room(Integer.BYTES + Integer.BYTES)
              .putInt(Integer.BYTES)
              .putInt(Math.toIntExact(day.toEpochDay() - EPOCH_DAY));
      case Enum<?> constant -> bytes(constant.name().getBytes(UTF_8));
      case String text -> bytes(text.getBytes(UTF_8));
      case byte[] bytes -> bytes(bytes);
      default -> throw new IllegalArgumentException("no column takes " + value.getClass());
    }
  }

  private void bytes(byte[] bytes) {
    room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer wider = ByteBuffer.allocate(2 * (buffer.capacity() + bytes));
      buffer = wider.put(buffer.flip());
    }
    return buffer;
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
