package dev.assent.dialer.call;

import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import dev.assent.media.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The approved script as sound: what is said at each step of a call. Made once per script; the
 * files are those whose hashes were approved, or there are no words and no call (R05, C-22).
 */
public final class Words {
  private final Map<SegmentType, List<Prompt>> byType = new HashMap<>();
  private final Map<Prompt, SegmentType> typeOf = new HashMap<>();

  /**
   * Finds the sound of every segment.
   *
   * @throws IllegalArgumentException when a prompt is missing or its file is not the approved one
   */
  public Words(Script script, PromptShelf prompts) {
    for (Segment segment : script.segments()) {
      Prompt prompt =
          prompts
              .find(segment.promptId())
              .orElseThrow(() -> new IllegalArgumentException("no prompt " + segment.promptId()));
      if (!prompt.wavSha256().equals(segment.wavSha256())) {
        throw new IllegalArgumentException(
            "prompt " + segment.promptId() + " is not the file that was approved");
      }
      byType.computeIfAbsent(segment.type(), _ -> new ArrayList<>()).add(prompt);
      typeOf.put(prompt, segment.type());
    }
  }

  /** Who calls, why, that a machine speaks, and how to never be called again (A-27, R36). */
  public List<Prompt> identity() {
    return all(
        SegmentType.IDENTITY,
        SegmentType.PURPOSE,
        SegmentType.SYNTHETIC_VOICE,
        SegmentType.OPT_OUT);
  }

  /** That the call would be recorded, why, how long, and the three keys (E-02, E-04). */
  public Question consent() {
    return Question.consent(
        all(SegmentType.RECORDING_DISCLOSURE, SegmentType.CHOICE),
        all(SegmentType.NOT_VALID).getFirst());
  }

  /** What the person may choose, one prompt after the other. */
  public List<Prompt> choices() {
    return all(SegmentType.CHOICE);
  }

  /** Where to opt out when no key can be heard. */
  public List<Prompt> noKeyPath() {
    return all(SegmentType.NO_KEY_PATH);
  }

  /** What the campaign is about. */
  public List<Prompt> message() {
    return all(SegmentType.MESSAGE);
  }

  /** A friendly end. */
  public List<Prompt> thanks() {
    return all(SegmentType.THANKS);
  }

  /** The end after a refusal to be recorded. */
  public List<Prompt> refused() {
    return all(SegmentType.REFUSED);
  }

  /** Said only when the refusal is durable (R40). */
  public List<Prompt> optOutConfirmed() {
    return all(SegmentType.OPT_OUT_CONFIRMED);
  }

  /** Neutral words that claim no success. */
  public List<Prompt> optOutPending() {
    return all(SegmentType.OPT_OUT_PENDING);
  }

  /** An apology when recording fails. */
  public List<Prompt> recordingFailed() {
    return all(SegmentType.REC_FAIL);
  }

  /** The type under which the script uses a prompt. */
  public SegmentType typeOf(Prompt prompt) {
    SegmentType type = typeOf.get(prompt);
    if (type == null) {
      throw new IllegalArgumentException("prompt " + prompt.id() + " is not in the script");
    }
    return type;
  }

  private List<Prompt> all(SegmentType... types) {
    List<Prompt> prompts = new ArrayList<>();
    for (SegmentType type : types) {
      prompts.addAll(byType.getOrDefault(type, List.of()));
    }
    return List.copyOf(prompts);
  }
}
