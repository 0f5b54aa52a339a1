package dev.assent.compliance.script;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a test call says, made of the prompts of a pack: who calls, that it is a test, and which key
 * to press, three times. A release brings it; nobody edits it, and no campaign can name it.
 */
public final class TestScript {
  private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

  /** The keys it asks for, in order; as many as it has choices. */
  public static final List<Character> KEYS = List.of('1', '0', '9');

  private TestScript() {}

  /**
   * @param language of the pack, such as {@code zh-CN}
   * @param hashes SHA-256 of each prompt of this home, lower hex, by its id; a prompt that is not
   *     among them stands in the script without a hash, and R05 names it
   */
  public static Script of(String language, Map<String, String> hashes) {
    List<Segment> segments = new ArrayList<>();
    segments.add(segment(SegmentType.IDENTITY, language + "/identity", hashes));
    segments.add(segment(SegmentType.PURPOSE, language + "/test_call", hashes));
    segments.add(segment(SegmentType.CHOICE, language + "/press_one", hashes));
    segments.add(segment(SegmentType.CHOICE, language + "/press_zero", hashes));
    segments.add(segment(SegmentType.CHOICE, language + "/press_nine", hashes));
    segments.add(segment(SegmentType.THANKS, language + "/thanks", hashes));
    return new Script(
        "test-call",
        1,
        language,
        segments,
        "built-in",
        "release",
        false,
        Script.State.APPROVED,
        NEVER,
        List.of(),
        "",
        List.of());
  }

  private static Segment segment(SegmentType type, String prompt, Map<String, String> hashes) {
    return new Segment(type, prompt, "", hashes.getOrDefault(prompt, ""), false);
  }
}
