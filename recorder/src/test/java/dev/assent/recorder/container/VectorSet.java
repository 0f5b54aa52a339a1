package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The test vectors: files that are stored, and good and bad ones put together of them, each with
 * what a reader must say of it. All of fixed seeds.
 */
final class VectorSet {
  static final RoleKeyPair STRANGER = RoleKeyPair.fromSeed(Vectors.seed(0x55));
  private static final SigningKey OTHER_SIGNER = SigningKey.fromSeed(Vectors.seed(0x66));
  private static final int FRAME = FrameFormat.FRAME_BYTES;
  private static final UUID SECOND_ID = UUID.fromString("9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d");

  /**
   * One vector.
   *
   * @param keyed the verdict with both shares
   * @param sealed the verdict without any key
   * @param file what it is made of
   * @param note its salvage sidecar, if it has one
   * @param journal what the journal says of it: {@code header=HEX}, {@code file=HEX}, {@code
   *     alive=SEQ:TAG}, joined by {@code ;}; {@code nothing} if it does not know it; empty if
   *     nobody asks
   */
  record Vector(
      String name,
      String keyed,
      String sealed,
      Recipe file,
      Optional<Recipe> note,
      String journal) {}

  private final Map<String, byte[]> bases = new LinkedHashMap<>();
  private final List<Vector> vectors = new ArrayList<>();
  private final Recipe three;
  private final Recipe cut;
  private final int header;
  private final int last;

  private VectorSet() throws MalformedRecording, CannotUnseal {
    store("complete-3s.dvr1", Vectors.complete(3));
    store("complete-0s.dvr1", Vectors.complete(0));
    store("other-1s.dvr1", other(Vectors.ROLE, Optional.empty(), Vectors.SIGNER, 1, false));
    three = Recipe.of(bases, "complete-3s.dvr1");
    header = Vectors.header(three.bytes());
    last = three.length() - FRAME;
    cut = three.sub(0, header + 2 * FRAME);
    good();
    flips();
    cuts();
    frames();
    headers();
    contents();
    finals();
    notes();
    journals();
  }

  static VectorSet make() {
    try {
      return new VectorSet();
    } catch (MalformedRecording | CannotUnseal e) {
      throw new IllegalStateException(e);
    }
  }

  /** By name, the files that are stored as they are. */
  Map<String, byte[]> bases() {
    return bases;
  }

  List<Vector> vectors() {
    return vectors;
  }

  private Recipe store(String name, byte[] bytes) {
    bases.put(name, bytes);
    return Recipe.of(bases, name);
  }

  private void add(String name, String keyed, String sealed, Recipe file) {
    vectors.add(new Vector(name, keyed, sealed, file, Optional.empty(), ""));
  }

  private void bad(String name, Recipe file) {
    add(name, "DAMAGED", "DAMAGED", file);
  }

  /** Authentic frames are looked into with keys only. */
  private void badInside(String name, int seconds, Recipe file) {
    add(name, "DAMAGED", "INCOMPLETE " + seconds, file);
  }

  private static byte[] other(
      RoleKeyPair role,
      Optional<Continuation> continues,
      SigningKey signer,
      int seconds,
      boolean finished) {
    RecordingWriter writer = Vectors.writer(SECOND_ID, role, continues, signer);
    return Vectors.file(writer, seconds, List.of(), finished ? "CALLEE_HUNG_UP" : "");
  }

  private void good() throws MalformedRecording, CannotUnseal {
    add("three-seconds", "COMPLETE 3", "COMPLETE 3", three);
    add("no-second", "COMPLETE 0", "COMPLETE 0", Recipe.of(bases, "complete-0s.dvr1"));
    add("cut-after-two", "INCOMPLETE 2", "INCOMPLETE 2", cut);
    add("cut-to-header", "INCOMPLETE 0", "INCOMPLETE 0", cut.sub(0, header));
    add("torn-second", "INCOMPLETE 1", "INCOMPLETE 1", cut.sub(0, header + FRAME + 1000));
    add("cut-in-index", "INCOMPLETE 3", "INCOMPLETE 3", three.sub(0, last - FRAME));
    add("cut-before-final", "INCOMPLETE 3", "INCOMPLETE 3", three.sub(0, last));
    add("torn-final", "INCOMPLETE 3", "INCOMPLETE 3", three.sub(0, three.length() - 1));

    List<MarkKind> kinds = List.of(MarkKind.values());
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      marks.add(
          new Mark(
              kinds.get(i % kinds.size()),
              i % 3,
              Vectors.START.plusMillis(i),
              "mark ✓ ".repeat(i % 7)));
    }
    byte[] many = Vectors.file(Vectors.writer(), 1, marks, "CALLEE_HUNG_UP");
    add("many-marks", "COMPLETE 1", "COMPLETE 1", store("many-marks.dvr1", many));

    RecordingHeader before = RecordingHeader.parse(three.sub(0, header).bytes());
    Continuation continues = new Continuation(before.recordingId(), before.sha256(), 1, 3);
    byte[] goesOn = other(Vectors.ROLE, Optional.of(continues), Vectors.SIGNER, 0, true);
    add("continues", "COMPLETE 0", "COMPLETE 0", store("continues.dvr1", goesOn));

    byte[] sealedToOthers = other(STRANGER, Optional.empty(), Vectors.SIGNER, 0, true);
    Recipe foreign = store("sealed-to-others.dvr1", sealedToOthers);
    add("sealed-to-others", "UNOPENED COMPLETE 0", "COMPLETE 0", foreign);
    Recipe foreignCut = foreign.sub(0, foreign.length() - FRAME);
    add("sealed-to-others-cut", "UNOPENED INCOMPLETE 0", "INCOMPLETE 0", foreignCut);

    byte[] field = Vectors.field(0x0077, (byte) 1, (byte) 2, (byte) 3);
    byte[] unknown = rogue().fields(fields -> join(fields, field));
    add("unknown-field", "INCOMPLETE 0", "INCOMPLETE 0", store("unknown-field.head", unknown));
  }

  private Rogue rogue() throws MalformedRecording, CannotUnseal {
    return new Rogue(three.bytes());
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** One bit in every region of a complete file. */
  private void flips() {
    Random random = new Random(20261122);
    Map<String, int[]> regions = new LinkedHashMap<>();
    regions.put("magic", new int[] {0, 8});
    regions.put("version", new int[] {8, 10});
    regions.put("suite", new int[] {10, 12});
    regions.put("length", new int[] {12, 16});
    regions.put("id", new int[] {16, 32});
    regions.put("salt", new int[] {32, 64});
    regions.put("ledger", new int[] {64, 72});
    regions.put("row", new int[] {72, 80});
    regions.put("start", new int[] {80, 88});
    regions.put("slot-count", new int[] {88, 90});
    regions.put("role-slot", new int[] {116, 90 + 1194});
    regions.put("recovery-slot", new int[] {90 + 1194 + 26, 90 + 2 * 1194});
    regions.put("fields", new int[] {Vectors.FIELDS_AT + 4, header - 60});
    regions.put("mac", new int[] {header - 32, header});
    regions.put("frame-length", new int[] {header, header + 4});
    regions.put("frame-type", new int[] {header + 4, header + 5});
    regions.put("frame-flags", new int[] {header + 5, header + 6});
    regions.put("frame-zero", new int[] {header + 6, header + 8});
    regions.put("frame-second", new int[] {header + 8, header + 12});
    regions.put("frame-seq", new int[] {header + 12, header + 16});
    regions.put("sound", new int[] {header + FRAME + 16, header + 2 * FRAME - 16});
    regions.put("tag", new int[] {header + FRAME - 16, header + FRAME});
    regions.put("index", new int[] {header + 3 * FRAME + 16, header + 4 * FRAME});
    regions.put("counts", new int[] {last + 16, last + 32});
    regions.put("digest", new int[] {last + 32, last + 64});
    regions.put("signer", new int[] {last + 64, last + 96});
    regions.put("end-cause", new int[] {last + 96, last + 128});
    regions.put("signature", new int[] {last + 128, last + 192});
    regions.put("final-sealed", new int[] {last + 192, last + FRAME - 16});
    regions.put("final-tag", new int[] {last + FRAME - 16, last + FRAME});
    regions.forEach(
        (name, range) -> {
          int at = range[0] + random.nextInt(range[1] - range[0]);
          bad("flip-" + name, three.flip(at, 1 << random.nextInt(8)));
        });
    // Without FINAL no signature covers it: only keys tell.
    badInside("flip-cut-sound", 2, cut.flip(header + 9000, 4));
    badInside("flip-cut-tag", 2, cut.flip(header + 2 * FRAME - 1, 1));
    badInside("flip-cut-salt", 2, cut.flip(40, 1));
    badInside("flip-cut-mac", 2, cut.flip(header - 5, 1));
    badInside("flip-cut-slot", 2, cut.flip(300, 1));
  }

  private void cuts() {
    bad("empty", three.sub(0, 0));
    bad("eight-bytes", three.sub(0, 8));
    bad("cut-in-header", three.sub(0, 1000));
    bad("cut-in-mac", three.sub(0, header - 1));
    bad("text-mode", three.without(4, 5));
    bad("one-byte-more", three.zeros(1));
    bad("sixteen-zeros-more", three.zeros(16));
    bad("a-frame-of-zeros-more", three.zeros(FRAME));
    bad("zeros-for-a-frame", three.sub(0, header + FRAME).zeros(FRAME));
    bad("itself-again", three.plus(three));
    bad("length-0", three.put(12, new byte[] {0, 0, 0, 0}));
    bad("length-16", three.put(12, new byte[] {0, 0, 0, 16}));
    bad("length-2-to-31", three.put(12, new byte[] {(byte) 0x80, 0, 0, 0}));
    bad("length-minus-16", three.put(12, new byte[] {-1, -1, -1, (byte) 0xF0}));
    bad("length-65552", three.put(12, new byte[] {0, 1, 0, 16}).zeros(70_000));
    bad("length-of-more-than-there-is", three.sub(0, header).put(12, new byte[] {0, 0, 64, 0}));
    bad("slot-of-65535", three.put(90 + 22, new byte[] {-1, -1}));
    bad("slots-65535", three.put(88, new byte[] {-1, -1}));
    bad("future-version", three.put(8, new byte[] {0, 2}));
    bad("other-suite", three.put(10, new byte[] {0, 2}));
  }

  /** Whole frames in the wrong place. */
  private void frames() {
    Recipe head = three.sub(0, header);
    bad("swapped", head.plus(frame(1)).plus(frame(0)).plus(three.sub(at(2), three.length())));
    bad("dropped-first", three.without(at(0), at(1)));
    bad("dropped-middle", three.without(at(1), at(2)));
    bad("dropped-last-second", three.without(at(2), at(3)));
    bad("dropped-index", three.without(at(3), at(6)));
    bad("doubled", three.sub(0, at(1)).plus(frame(0)).plus(three.sub(at(1), three.length())));
    bad("doubled-final", three.plus(three.sub(last, last + FRAME)));
    bad("second-after-final", three.plus(frame(0)));
    bad("final-first", head.plus(three.sub(last, last + FRAME)));
    bad("cut-dropped-first", cut.without(at(0), at(1)));
    bad("cut-swapped", head.plus(frame(1)).plus(frame(0)));
    Recipe foreign = Recipe.of(bases, "other-1s.dvr1");
    Recipe theirs = foreign.sub(foreign.length() - FRAME, foreign.length());
    bad("foreign-second", head.plus(theirs).plus(three.sub(at(1), three.length())));
    badInside("foreign-second-in-a-cut", 2, head.plus(theirs).plus(frame(1)));
    badInside(
        "foreign-frames",
        2,
        foreign.sub(0, foreign.length() - FRAME).plus(cut.sub(header, cut.length())));
    badInside("renumbered", 2, head.plus(frame(1).put(8, new byte[8])).plus(frame(1)));
  }

  private int at(int seq) {
    return header + seq * FRAME;
  }

  private Recipe frame(int seq) {
    return three.sub(at(seq), at(seq + 1));
  }

  /** Headers of which the MAC holds. */
  private void headers() throws MalformedRecording, CannotUnseal {
    Rogue rogue = rogue();
    head("critical-field", rogue.fields(f -> join(f, Vectors.field(0x8077, (byte) 1))));
    head("field-twice", rogue.fields(f -> join(f, Vectors.field(0x0003, (byte) 'A'))));
    head("field-cut", rogue.fields(f -> join(f, new byte[] {0, 9, 0x7F, -1})));
    head("no-fields", rogue.fields(f -> new byte[0]));
    head("one-leg", rogue.fields(f -> with(f, HeaderFormat.LEGS, (byte) 0, (byte) 1)));
    head(
        "legs-of-one-id",
        rogue.fields(f -> with(f, HeaderFormat.LEGS, (byte) 0, (byte) 1, (byte) 0, (byte) 2)));
    head(
        "unknown-role",
        rogue.fields(f -> with(f, HeaderFormat.LEGS, (byte) 0, (byte) 1, (byte) 1, (byte) 9)));
    head("short-attempt", rogue.fields(f -> with(f, HeaderFormat.ATTEMPT, new byte[15])));
    head(
        "retention-class",
        rogue.fields(f -> with(f, HeaderFormat.RETENTION, "a,b\n".getBytes(UTF_8))));
    head("short-signer", rogue.fields(f -> with(f, HeaderFormat.SIGNER, new byte[31])));
    head("padding-not-zero", rogue.fields(f -> join(f, Vectors.field(0x0000, (byte) 1))));
    head("continues-short", rogue.fields(f -> join(f, Vectors.field(0x8006, new byte[55]))));
    head("continues-part-0", rogue.fields(f -> join(f, Vectors.field(0x8006, new byte[56]))));
    head("no-slot", rogue.header(b -> b.putShort(88, (short) 0)));
    head("slots-17", rogue.header(b -> b.putShort(88, (short) 17)));
    Recipe noMetadata =
        store("no-metadata.head", rogue.fields(f -> with(f, HeaderFormat.METADATA, new byte[15])));
    badInside("no-metadata", 0, noMetadata);
  }

  private void head(String name, byte[] bytes) {
    bad(name, store(name + ".head", bytes));
  }

  /** The fields with another value for one. */
  private static byte[] with(byte[] fields, int type, byte... value) {
    byte[] changed = new byte[0];
    ByteBuffer in = ByteBuffer.wrap(fields);
    while (in.hasRemaining()) {
      int found = in.getShort() & 0xFFFF;
      byte[] old = new byte[in.getShort() & 0xFFFF];
      in.get(old);
      changed = join(changed, Vectors.field(found, found == type ? value : old));
    }
    return changed;
  }

  /** Frames that open and say what cannot be. */
  private void contents() throws MalformedRecording, CannotUnseal {
    Rogue rogue = rogue();
    inside("says-another-second", 0, rogue.frame(0, b -> b.putInt(0, 1)));
    inside("samples-8001", 0, rogue.frame(0, b -> b.putShort(20, (short) 8001)));
    inside("unknown-flag", 0, rogue.frame(0, b -> b.put(22, (byte) 2)));
    inside("three-legs", 0, rogue.frame(0, b -> b.put(23, (byte) 3)));
    inside("leg-of-another-id", 0, rogue.frame(0, b -> b.put(24, (byte) 7)));
    inside("unknown-codec", 0, rogue.frame(0, b -> b.put(25, (byte) 3)));
    inside("clock-rate", 0, rogue.frame(0, b -> b.putInt(28, 16_000)));
    inside("leg-zero", 0, rogue.frame(0, b -> b.put(59, (byte) 1)));
    inside("unknown-mark", 0, rogue.frame(0, b -> b.put(96, (byte) 99)));
    inside("mark-of-255", 0, rogue.frame(0, b -> b.put(98, (byte) 255)));
    inside("mark-no-text", 0, rogue.frame(0, b -> b.put(108, (byte) 0xFF)));
    inside("after-marks", 0, rogue.frame(0, b -> b.put(351, (byte) 1)));
    inside("lost-but-there", 1, rogue.frame(1, b -> b.put(44, (byte) 1)));
    inside("unknown-index", 3, rogue.frame(3, b -> b.put(0, (byte) 9)));
    inside("index-from-the-end", 3, rogue.frame(3, b -> b.putInt(4, -1)));
    inside("index-of-2-to-31", 3, rogue.frame(3, b -> b.putInt(8, Integer.MAX_VALUE)));
    inside("index-too-long", 3, rogue.frame(3, b -> b.putInt(8, 4)));
    inside("index-rest", 3, rogue.frame(3, b -> b.put(16_351, (byte) 1)));
    inside("presence-short", 4, rogue.frame(4, b -> b.putInt(8, 2)));
    inside("marks-of-the-index", 5, rogue.frame(5, b -> b.put(24, (byte) '2')));
    inside("fewer-marks", 5, rogue.frame(5, b -> b.putInt(8, 5)));
  }

  private void inside(String name, int seq, byte[] frame) {
    Recipe file = three.sub(0, at(seq)).plus(store(name + ".frame", frame));
    // What follows shows that the index is not whole.
    Recipe rest = seq == 4 ? three.sub(at(5), at(6)) : three.sub(0, 0);
    badInside(name, Math.min(3, seq + 1), file.plus(rest));
  }

  /** FINAL frames that are signed and wrong. */
  private void finals() throws MalformedRecording, CannotUnseal {
    Rogue rogue = new Rogue(bases.get("complete-0s.dvr1"));
    SigningKey ours = Vectors.SIGNER;
    last("final-frames", "DAMAGED", rogue.last(b -> b.putInt(16, 1), b -> {}, ours));
    last("final-seconds", "DAMAGED", rogue.last(b -> b.putInt(20, 1), b -> {}, ours));
    last("final-digest", "DAMAGED", rogue.last(b -> b.put(32, (byte) 1), b -> {}, ours));
    last("final-cause", "DAMAGED", rogue.last(b -> b.put(96, (byte) ','), b -> {}, ours));
    last("final-no-cause", "DAMAGED", rogue.last(b -> b.put(96, new byte[32]), b -> {}, ours));
    byte[] theirs = OTHER_SIGNER.publicKey();
    last("final-by-another", "DAMAGED", rogue.last(b -> b.put(64, theirs), b -> {}, OTHER_SIGNER));
    last("final-lost", "COMPLETE 0", rogue.last(b -> b.putInt(24, 1), b -> {}, ours));
    last("final-samples", "COMPLETE 0", rogue.last(b -> b.putInt(28, 9), b -> {}, ours));
    last("final-slots", "COMPLETE 0", rogue.last(b -> {}, b -> b.putLong(0, 1), ours));
    last("final-marks", "COMPLETE 0", rogue.last(b -> {}, b -> b.putInt(32, 1), ours));
    last("final-rest", "COMPLETE 0", rogue.last(b -> {}, b -> b.put(16_000, (byte) 1), ours));
    byte[] strangers = other(Vectors.ROLE, Optional.empty(), OTHER_SIGNER, 0, true);
    bad("strangers-signature", store("strangers-signature.dvr1", strangers));
  }

  private void last(String name, String sealed, byte[] frame) {
    Recipe empty = Recipe.of(bases, "complete-0s.dvr1");
    Recipe file = empty.sub(0, empty.length() - FRAME).plus(store(name + ".frame", frame));
    add(name, "DAMAGED", sealed, file);
  }

  /** Salvage sidecars. */
  private void notes() throws MalformedRecording {
    Recipe note = store("cut-after-two.salvage", note(cut, 2, 2).signedBy(Vectors.SIGNER));
    noted("note", "INCOMPLETE 2", cut, note);
    noted("note-of-a-complete-file", "COMPLETE 3", three, note);
    noted("note-of-more", "DAMAGED", cut.sub(0, header + FRAME), note);
    noted("note-of-less", "DAMAGED", three.sub(0, at(3)), note);
    noted("note-of-a-torn-file", "DAMAGED", cut.zeros(5), note);
    noted("note-changed", "DAMAGED", cut, note.flip(300, 1));
    noted("note-unsigned", "DAMAGED", cut, note.sub(0, note.length() - 140));
    noted("note-empty", "DAMAGED", cut, note.sub(0, 0));
    noted("note-with-more", "DAMAGED", cut, note.plus(note));
    noted("note-of-5000-bytes", "DAMAGED", cut, note.zeros(5000));
    noted("note-with-crlf", "DAMAGED", cut, note.put(16, (byte) '\r', (byte) '\n'));
    byte[] frames = note(cut, 3, 2).signedBy(Vectors.SIGNER);
    noted("note-frames", "DAMAGED", cut, store("note-frames.salvage", frames));
    byte[] strangers = note(cut, 2, 2).signedBy(OTHER_SIGNER);
    noted("note-by-another", "DAMAGED", cut, store("note-by-another.salvage", strangers));
    Recipe foreign = Recipe.of(bases, "other-1s.dvr1");
    noted("note-of-another", "DAMAGED", foreign, note);
  }

  private SalvageNote note(Recipe file, int frames, int seconds) throws MalformedRecording {
    RecordingHeader head = RecordingHeader.parse(file.sub(0, header).bytes());
    return new SalvageNote(
        head.recordingId(),
        head.sha256(),
        Sha256.of(file.bytes()),
        frames,
        seconds,
        "the recorder stopped",
        Vectors.START);
  }

  private void noted(String name, String verdict, Recipe file, Recipe note) {
    vectors.add(new Vector(name, verdict, verdict, file, Optional.of(note), ""));
  }

  /** What the journal says. */
  private void journals() {
    HexFormat hex = HexFormat.of();
    String head = "header=" + hex.formatHex(Sha256.of(three.sub(0, header).bytes()));
    String whole = ";file=" + hex.formatHex(Sha256.of(three.bytes()));
    byte[] tag = frame(1).bytes();
    String beat =
        ";alive=" + new Heartbeat(Vectors.ID, 1, Arrays.copyOfRange(tag, FRAME - 16, FRAME)).text();
    told("told-all", "COMPLETE 3", three, head + whole + beat);
    told("told-alive", "INCOMPLETE 2", cut, head + beat);
    told("told-alive-after", "INCOMPLETE 3", three.sub(0, at(3)), head + beat);
    told("told-cut", "DAMAGED", cut.sub(0, header + FRAME), head + beat);
    told("told-cut-to-header", "DAMAGED", cut.sub(0, header), head + beat);
    told("told-another-frame", "DAMAGED", three, head + whole + ";alive=0:" + "00".repeat(16));
    told("told-another-file", "DAMAGED", three, head + ";file=" + "00".repeat(32));
    told("told-complete-but-cut", "DAMAGED", three.sub(0, last), head + whole);
    told("told-another-header", "DAMAGED", three, "header=" + "00".repeat(32));
    told("told-nothing", "DAMAGED", three, "nothing");
  }

  private void told(String name, String verdict, Recipe file, String journal) {
    vectors.add(new Vector(name, verdict, verdict, file, Optional.empty(), journal));
  }
}
