package dev.assent.testsip.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt pack of short tones, each of its own pitch, and the script that uses them: calls as real
 * ones, in a tenth of the time.
 */
final class TonePrompts {
  private static final int RATE = 8000;

  /** Long enough for a key to fall into it for certain. */
  private static final int DISCLOSURE_MILLIS = 800;

  private static final int OTHER_MILLIS = 200;

  /** Segment types of the script by prompt, in the order of a call. */
  private static final Map<String, String> SEGMENTS = segments();

  private TonePrompts() {}

  private static Map<String, String> segments() {
    Map<String, String> segments = new LinkedHashMap<>();
    segments.put("identity", "identity");
    segments.put("purpose", "purpose");
    segments.put("synthetic_voice", "synthetic-voice");
    segments.put("opt_out_hint", "opt-out");
    segments.put("recording_disclosure", "recording-disclosure");
    segments.put("choice", "choice");
    segments.put("message", "message");
    segments.put("thanks", "thanks");
    segments.put("refused", "refused");
    segments.put("not_valid", "not-valid");
    segments.put("no_key_path", "no-key-path");
    segments.put("opt_out_confirmed", "opt-out-confirmed");
    segments.put("opt_out_pending", "opt-out-pending");
    segments.put("rec_fail", "rec-fail");
    return segments;
  }

  /** What only a test call says: in the pack, and in no script. */
  private static final List<String> TEST_CALL =
      List.of("test_call", "press_one", "press_zero", "press_nine");

  /** Writes {@code pack.yaml} and its tones into {@code pack}, and returns the script's YAML. */
  static String write(Path pack) throws IOException {
    Files.createDirectories(pack);
    StringBuilder list = new StringBuilder();
    StringBuilder script = new StringBuilder();
    list.append("version: 1\nlanguage: zh-CN\nvoice: tones\nsynthetic: true\n");
    list.append("licence: Apache-2.0\nprompts:\n");
    script.append("version: 1\nscript: tones\nlocale: zh-CN\nvalidTo: 2027-03-01\nsegments:\n");
    int pitch = 300;
    for (var segment : SEGMENTS.entrySet()) {
      String id = segment.getKey();
      int millis = id.equals("recording_disclosure") ? DISCLOSURE_MILLIS : OTHER_MILLIS;
      String hash = prompt(pack, list, id, tone(pitch, millis));
      pitch += 37; // no two alike, and none a pair of DTMF tones
      script.append("  - type: %s%n    prompt: zh-CN/%s%n".formatted(segment.getValue(), id));
      script.append("    text: \"%s\"%n    sha256: %s%n    synthetic: true%n".formatted(id, hash));
    }
    for (String id : TEST_CALL) {
      prompt(pack, list, id, tone(pitch, OTHER_MILLIS));
      pitch += 37;
    }
    Files.writeString(pack.resolve("pack.yaml"), list);
    return script.toString();
  }

  private static String prompt(Path pack, StringBuilder list, String id, byte[] wav)
      throws IOException {
    Files.write(pack.resolve(id + ".wav"), wav);
    String hash = sha256(wav);
    list.append("  - id: %s%n    text: \"%s\"%n".formatted(id, id));
    list.append("    file: %s.wav%n    sha256: %s%n".formatted(id, hash));
    return hash;
  }

  private static byte[] tone(int hertz, int millis) {
    int samples = RATE * millis / 1000;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      wav.putShort((short) (8000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
    }
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
