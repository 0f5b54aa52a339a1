package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened during a recording. Sealed with it.
 *
 * @param legId of which leg, or {@link #NO_LEG}
 * @param at kept to the microsecond
 * @param detail at most 64 bytes of UTF-8; no keys that the callee typed, unless the call says so
 */
public record Mark(MarkKind kind, int legId, Instant at, String detail) {
  /** The mark is about the call, not a leg. */
  public static final int NO_LEG = 255;

  static final int MAX_DETAIL_BYTES = 64;
  private static final int FIXED_BYTES = 12;

  public Mark {
    if (legId < 0 || legId > NO_LEG) {
      throw new IllegalArgumentException("A mark's leg is 0-255, not " + legId);
    }
    if (detail.getBytes(UTF_8).length > MAX_DETAIL_BYTES) {
      throw new IllegalArgumentException(
          "A mark's detail has at most %d bytes".formatted(MAX_DETAIL_BYTES));
    }
  }

  int encodedBytes() {
    return FIXED_BYTES + detail.getBytes(UTF_8).length;
  }

  void encode(ByteBuffer out) {
    byte[] text = detail.getBytes(UTF_8);
    out.put((byte) kind.code()).put((byte) legId).put((byte) text.length).put((byte) 0);
    out.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at)).put(text);
  }

  /** Marks until the bytes end or a kind is 0; there the position stays. */
  static List<Mark> decodeAll(ByteBuffer in) throws MalformedRecording {
    List<Mark> marks = new ArrayList<>();
    while (in.remaining() >= FIXED_BYTES && in.get(in.position()) != 0) {
      MarkKind kind = MarkKind.of(in.get());
      int legId = in.get() & 0xFF;
      byte[] text = new byte[in.get() & 0xFF];
      if (in.get() != 0) {
        throw new MalformedRecording("a mark is not of this format");
      }
      Instant at = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
      if (text.length > Math.min(MAX_DETAIL_BYTES, in.remaining())) {
        throw new MalformedRecording("a mark's detail is too long");
      }
      in.get(text);
      marks.add(new Mark(kind, legId, at, Utf8.decode(text)));
    }
    return marks;
  }
}
