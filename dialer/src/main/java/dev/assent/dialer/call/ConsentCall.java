package dev.assent.dialer.call;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.consent.ConsentEvidence.Choice;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.media.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The story of an answered call (spec §4.2): say who calls and why, disclose the recording, ask,
 * and record only after a durable yes. Whoever answers is treated as a person.
 *
 * <p>Runs on the call's own virtual thread, from the answer to the BYE.
 */
public final class ConsentCall {
  /** How long the person's answer to the message is listened to. */
  static final Duration ANSWER = Duration.ofSeconds(6);

  private final Words words;
  private final ConsentDesk desk;
  private final RecordingDesk recorder;

  /**
   * One call's story.
   *
   * @param words the approved script
   * @param desk where choices become durable evidence
   * @param recorder where a durable yes becomes a recording
   */
  public ConsentCall(Words words, ConsentDesk desk, RecordingDesk recorder) {
    this.words = words;
    this.desk = desk;
    this.recorder = recorder;
  }

  /** Leads the call to its end and hangs up. Never throws for what a person or a network does. */
  public Outcome lead(Call call) {
    try (call) {
      Outcome outcome = consent(call);
      return lastWord(call, outcome);
    }
  }

  private Outcome consent(Call call) {
    try {
      if (!call.hasKeyPath()) {
        return noKeyPath(call);
      }
      call.play(words.identity());
      return switch (call.ask(words.consent())) {
        case Digit.ONE -> converse(call, desk.agreed());
        case Digit.ZERO -> refused(call);
        case Digit.NINE -> optOut(call);
        case Digit.OTHER -> notAgreed(call, Choice.INVALID_KEYS);
        case Silence _ -> notAgreed(call, Choice.NO_ANSWER_TO_CONSENT);
      };
    } catch (CallEnded ended) {
      return endedBeforeChoice(call, ended);
    }
  }

  /** A 9 that came while the last words were said counts like any other. */
  private Outcome lastWord(Call call, Outcome outcome) {
    boolean already = outcome == Outcome.OPTED_OUT || outcome == Outcome.OPT_OUT_PENDING;
    return !already && call.pressed().filter(d -> d == Digit.NINE).isPresent()
        ? optOut(call)
        : outcome;
  }

  private Outcome converse(Call call, UUID evidence) {
    try (RecordingDesk.Running recording = recorder.begin(call, evidence)) {
      Outcome outcome = converseRecorded(call);
      // A 9 in the last moment is still answered on the line; the BYE goes before the seal.
      outcome = lastWord(call, outcome);
      call.close();
      recording.endedBecause(outcome.name());
      return outcome;
    } catch (RecordingDesk.Failed failed) {
      return recordingFailed(call);
    }
  }

  private Outcome converseRecorded(Call call) {
    try {
      call.play(words.message());
      call.listen(ANSWER);
      return switch (call.pressed().orElse(Digit.OTHER)) {
        case NINE -> optOut(call);
        case ZERO -> withdrawn(call);
        case ONE, OTHER -> {
          call.play(words.thanks());
          yield Outcome.AGREED;
        }
      };
    } catch (CallEnded ended) {
      return switch (ended.why()) {
        // The person agreed and was recorded to the last word; how the call ends changes nothing.
        case FAR_END, LOST, STOPPED -> Outcome.AGREED;
        case RECORDER_FAILED -> recordingFailed(call);
      };
    }
  }

  private Outcome refused(Call call) {
    desk.notAgreed(Choice.REFUSED);
    say(call, words.refused());
    return Outcome.REFUSED;
  }

  private Outcome notAgreed(Call call, Choice choice) {
    desk.notAgreed(choice);
    say(call, words.refused());
    return Outcome.REFUSED_TIMEOUT;
  }

  /** "Stop recording" during the talk: consent is withdrawn, so the talk ends (spec §4.2). */
  private Outcome withdrawn(Call call) {
    call.untap();
    desk.notAgreed(Choice.REFUSED);
    say(call, words.refused());
    return Outcome.AGREED;
  }

  private Outcome optOut(Call call) {
    return switch (desk.optOut()) {
      case Refused.Durable _ -> {
        say(call, words.optOutConfirmed());
        yield Outcome.OPTED_OUT;
      }
      case Refused.Pending _ -> {
        say(call, words.optOutPending());
        yield Outcome.OPT_OUT_PENDING;
      }
    };
  }

  private Outcome noKeyPath(Call call) throws CallEnded {
    call.play(words.identity());
    call.play(words.noKeyPath());
    desk.notAgreed(Choice.NO_ANSWER_TO_CONSENT);
    return Outcome.NO_KEY_PATH;
  }

  private Outcome endedBeforeChoice(Call call, CallEnded ended) {
    if (call.pressed().filter(d -> d == Digit.NINE).isPresent()) {
      return optOut(call);
    }
    desk.notAgreed(Choice.HANGUP_BEFORE_CHOICE);
    return switch (ended.why()) {
      case FAR_END, LOST, STOPPED -> Outcome.HUNG_UP;
      case RECORDER_FAILED -> recordingFailed(call);
    };
  }

  private Outcome recordingFailed(Call call) {
    say(call, words.recordingFailed());
    return Outcome.REC_FAIL;
  }

  /** Words of which nothing depends any more: the far end may hang up on them. */
  private static void say(Call call, List<Prompt> segments) {
    try {
      call.play(segments);
    } catch (CallEnded _) {
      // They hung up on our last words; the outcome stands.
    }
  }
}
