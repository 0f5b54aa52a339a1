package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * That a recording goes on where another file ended: a call that became too long for one file. The
 * files of a call form a chain, each naming the one before.
 *
 * @param recordingId of the file before
 * @param headerSha256 of its whole header: it and no other
 * @param part 1 for the second file of a call, 2 for the third …
 * @param second of the call at which this file begins, its own second 0
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record Continuation(UUID recordingId, byte[] headerSha256, int part, int second) {
  static final int BYTES = 16 + 32 + 4 + 4;

  public Continuation {
    if (headerSha256.length != 32 || part < 1 || second < 0) {
      throw new IllegalArgumentException(
          "A continuation is part 1 or later, at second 0 or later; not %d, %d"
              .formatted(part, second));
    }
    headerSha256 = headerSha256.clone();
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putLong(recordingId.getMostSignificantBits())
        .putLong(recordingId.getLeastSignificantBits())
        .put(headerSha256)
        .putInt(part)
        .putInt(second)
        .array();
  }

  static Continuation decode(byte[] value) throws MalformedRecording {
    if (value.length != BYTES) {
      throw new MalformedRecording("what it continues has not %d bytes".formatted(BYTES));
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    UUID recordingId = new UUID(in.getLong(), in.getLong());
    byte[] headerSha256 = new byte[32];
    in.get(headerSha256);
    int part = in.getInt();
    int second = in.getInt();
    if (part < 1 || second < 0) {
      throw new MalformedRecording("it continues nothing that can be continued");
    }
    return new Continuation(recordingId, headerSha256, part, second);
  }

  @Override
  public byte[] headerSha256() {
    return headerSha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Continuation that
        && recordingId.equals(that.recordingId)
        && Arrays.equals(headerSha256, that.headerSha256)
        && part == that.part
        && second == that.second;
  }

  @Override
  public int hashCode() {
    return 31 * recordingId.hashCode() + part;
  }
}
