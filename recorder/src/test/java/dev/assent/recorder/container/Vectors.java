package dev.assent.recorder.container;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Recordings made of fixed seeds: the same bytes in every run. */
public final class Vectors {
  public static final RoleKeyPair ROLE = RoleKeyPair.fromSeed(seed(0x11));
  public static final RoleKeyPair RECOVERY = RoleKeyPair.fromSeed(seed(0x22));
  public static final SigningKey SIGNER = SigningKey.fromSeed(seed(0x33));
  public static final byte[] SHARE_B = seed(0x44);
  static final UUID ID = UUID.fromString("0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0");
  static final Instant START = Instant.parse("2026-11-21T08:00:05.123456Z");

  private Vectors() {}

  public static byte[] seed(int of) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) of);
    return seed;
  }

  static RecordingWriter writer() {
    return writer(ID, ROLE, Optional.empty(), SIGNER);
  }

  static RecordingWriter writer(
      UUID id, RoleKeyPair role, Optional<Continuation> continues, SigningKey signer) {
    PreparedHeader header =
        PreparedHeader.prepare(
            id,
            0x1122334455667788L,
            (1L << 24) | 5,
            SHARE_B,
            new Recipients(role.publicKey(), RECOVERY.publicKey()),
            new SeededRandom(id.getLeastSignificantBits()));
    HeaderFields fields =
        new HeaderFields(
            START,
            UUID.fromString("11111111-2222-4333-8444-555555555555"),
            "GENERAL",
            new TreeMap<>(
                Map.of(
                    "agreed-at", "2026-11-21T08:00:04Z",
                    "evidence-id", "66666666-7777-4888-9999-aaaaaaaaaaaa",
                    "number", "+86 199 0000 0001")),
            List.of(new Leg(0, LegRole.CALLEE), new Leg(1, LegRole.SYSTEM)),
            continues);
    return header.complete(fields, signer);
  }

  /**
   * {@code seconds} of sound, the second one lost if there are three, marks, the last one short.
   */
  static byte[] complete(int seconds) {
    return file(seconds, true);
  }

  /** The same, without index and FINAL. */
  static byte[] cut(int seconds) {
    return file(seconds, false);
  }

  private static byte[] file(int seconds, boolean finished) {
    List<Mark> marks =
        List.of(
            new Mark(MarkKind.CONSENT, 0, START, "1"),
            new Mark(MarkKind.PROMPT, Mark.NO_LEG, START.plusMillis(80), "greeting"));
    return file(writer(), seconds, marks, finished ? "CALLEE_HUNG_UP" : "");
  }

  /**
   * Seconds of noise, the second one lost if there are three, the last one short.
   *
   * @param endCause empty for a file without index and FINAL
   */
  static byte[] file(RecordingWriter writer, int seconds, List<Mark> marks, String endCause) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(writer.header());
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    AudioSecond second = new AudioSecond();
    for (int i = 0; i < seconds; i++) {
      if (i == 0) {
        marks.forEach(writer::mark);
      }
      if (i == 1 && seconds > 2) {
        writer.lost(frame, 0);
      } else {
        CallSound.fill(second, 7, i, i == seconds - 1 ? 4000 : AudioSecond.RATE);
        writer.audio(second, frame, 0);
      }
      file.writeBytes(frame);
    }
    if (!endCause.isEmpty()) {
      while (writer.index(frame, 0)) {
        file.writeBytes(frame);
      }
      writer.finish(endCause, frame, 0);
      file.writeBytes(frame);
    }
    return file.toByteArray();
  }

  static int header(byte[] file) {
    return ByteBuffer.wrap(file).getInt(HeaderFormat.LENGTH_AT);
  }

  static byte[] flip(byte[] file, int at, int mask) {
    byte[] bad = file.clone();
    bad[at] ^= (byte) mask;
    return bad;
  }

  /** Where the fields begin, after two slots. */
  static final int FIELDS_AT = HeaderFormat.SLOTS_AT + 2 * (16 + 10 + 1120 + 48);

  /** A field of the header. */
  static byte[] field(int type, byte... value) {
    return ByteBuffer.allocate(4 + value.length)
        .putShort((short) type)
        .putShort((short) value.length)
        .put(value)
        .array();
  }
}
