package dev.assent.recorder.container;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Recordings made of fixed seeds: the same bytes in every run, and the good half of the test
 * vectors (src/test/resources/vectors).
 */
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
    PreparedHeader header =
        PreparedHeader.prepare(
            ID,
            0x1122334455667788L,
            (1L << 24) | 5,
            SHARE_B,
            new Recipients(ROLE.publicKey(), RECOVERY.publicKey()),
            new SeededRandom(42));
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
            List.of(new Leg(0, LegRole.CALLEE), new Leg(1, LegRole.SYSTEM)));
    return header.complete(fields, SIGNER);
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
    RecordingWriter writer = writer();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(writer.header());
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    AudioSecond second = new AudioSecond();
    for (int i = 0; i < seconds; i++) {
      if (i == 0) {
        writer.mark(new Mark(MarkKind.CONSENT, 0, START, "1"));
        writer.mark(new Mark(MarkKind.PROMPT, Mark.NO_LEG, START.plusMillis(80), "greeting"));
      }
      if (i == 1 && seconds > 2) {
        writer.lost(frame, 0);
      } else {
        CallSound.fill(second, 7, i, i == seconds - 1 ? 4000 : AudioSecond.RATE);
        writer.audio(second, frame, 0);
      }
      file.writeBytes(frame);
    }
    if (finished) {
      while (writer.index(frame, 0)) {
        file.writeBytes(frame);
      }
      writer.finish("CALLEE_HUNG_UP", frame, 0);
      file.writeBytes(frame);
    }
    return file.toByteArray();
  }

  /** Name, bytes and the verdict with both shares: all vectors, good and damaged. */
  static Map<String, Vector> all() {
    byte[] three = complete(3);
    int header = header(three);
    int frame = FrameFormat.FRAME_BYTES;
    int last = three.length - frame;
    Map<String, Vector> all = new LinkedHashMap<>();
    all.put("complete-3s", new Vector(three, "COMPLETE 3"));
    all.put("complete-0s", new Vector(complete(0), "COMPLETE 0"));
    all.put("incomplete-2s", new Vector(cut(2), "INCOMPLETE 2"));
    all.put("incomplete-header-only", new Vector(cut(0), "INCOMPLETE 0"));
    all.put(
        "incomplete-torn-frame",
        new Vector(Arrays.copyOf(three, header + frame + 1000), "INCOMPLETE 1"));
    all.put("incomplete-no-final", new Vector(Arrays.copyOf(three, last), "INCOMPLETE 3"));
    all.put("damaged-cut-header", new Vector(Arrays.copyOf(three, 1000), "DAMAGED"));
    all.put("damaged-magic", new Vector(flip(three, 1, 0x20), "DAMAGED"));
    all.put("damaged-version", new Vector(flip(three, 9, 2), "DAMAGED"));
    all.put("damaged-slot", new Vector(flip(three, 200, 1), "DAMAGED"));
    all.put("damaged-header-mac", new Vector(flip(three, header - 1, 1), "DAMAGED"));
    all.put("damaged-ledger-row", new Vector(flip(three, 79, 1), "DAMAGED"));
    all.put("damaged-frame-type", new Vector(flip(three, header + 4, 2), "DAMAGED"));
    all.put("damaged-sound", new Vector(flip(three, header + 5000, 1), "DAMAGED"));
    all.put("damaged-tag", new Vector(flip(three, header + frame - 1, 0x80), "DAMAGED"));
    all.put("damaged-swapped", new Vector(swap(three, header, header + frame), "DAMAGED"));
    all.put("damaged-doubled", new Vector(insert(three, header + frame, header), "DAMAGED"));
    all.put("damaged-missing", new Vector(remove(three, header + frame), "DAMAGED"));
    all.put("damaged-appended", new Vector(Arrays.copyOf(three, three.length + 16), "DAMAGED"));
    all.put("damaged-end-cause", new Vector(flip(three, last + 96, 1), "DAMAGED"));
    all.put("damaged-signature", new Vector(flip(three, last + 130, 1), "DAMAGED"));
    all.put("damaged-final-sealed", new Vector(flip(three, last + 300, 1), "DAMAGED"));
    return all;
  }

  /**
   * @param verdict COMPLETE n, INCOMPLETE n or DAMAGED
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Vector(byte[] bytes, String verdict) {}

  static int header(byte[] file) {
    return java.nio.ByteBuffer.wrap(file).getInt(HeaderFormat.LENGTH_AT);
  }

  static byte[] flip(byte[] file, int at, int mask) {
    byte[] bad = file.clone();
    bad[at] ^= (byte) mask;
    return bad;
  }

  private static byte[] swap(byte[] file, int one, int other) {
    byte[] bad = file.clone();
    System.arraycopy(file, one, bad, other, FrameFormat.FRAME_BYTES);
    System.arraycopy(file, other, bad, one, FrameFormat.FRAME_BYTES);
    return bad;
  }

  private static byte[] insert(byte[] file, int at, int from) {
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    bad.write(file, 0, at);
    bad.write(file, from, FrameFormat.FRAME_BYTES);
    bad.write(file, at, file.length - at);
    return bad.toByteArray();
  }

  private static byte[] remove(byte[] file, int at) {
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    bad.write(file, 0, at);
    int rest = at + FrameFormat.FRAME_BYTES;
    bad.write(file, rest, file.length - rest);
    return bad.toByteArray();
  }
}
