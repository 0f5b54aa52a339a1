package dev.assent.dialer.campaign;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.call.Call;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.ConsentCall;
import dev.assent.dialer.call.ConsentDesk;
import dev.assent.dialer.call.RecordingDesk;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.FarWords;
import dev.assent.dialer.trunk.Lines;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, top to bottom: ask the law, reserve, dial, lead the call, write down what became of
 * it. Runs on a virtual thread of its own.
 */
final class AttemptRun {
  private static final Duration SPEAKS_WITHIN = Duration.ofSeconds(1);

  private final CallingParts parts;
  private final Words words;

  AttemptRun(CallingParts parts, Words words) {
    this.parts = parts;
    this.words = words;
  }

  /**
   * Places the call if the law allows it now. Everything that could delay the INVITE (line, turn,
   * recorder slot) has been taken before the clearance is asked for; a permit that ran out
   * meanwhile is asked for again.
   */
  Placed place(Permit permit, Lines.Line line, RecordingSlots.Slot slot) {
    if (permit.freshAt(parts.callClock().now())) {
      return redeem(permit, line, slot);
    }
    return switch (parts.gate().decide(permit.attempt())) {
      case Decision.Deny deny -> new Placed.NotCalled(deny);
      case Decision.Defer defer -> new Placed.NotCalled(defer);
      case Decision.Allow(Permit fresh, _) -> redeem(fresh, line, slot);
    };
  }

  private Placed redeem(Permit permit, Lines.Line line, RecordingSlots.Slot slot) {
    return switch (parts.gate().redeem(permit, line.sipCallId())) {
      case Redemption.Refused(Decision.Deny deny) -> new Placed.NotCalled(deny);
      case Redemption.Postponed(Decision.Defer defer) -> new Placed.NotCalled(defer);
      case Redemption.Cleared(Clearance clearance) ->
          called(
              call(
                  parts, clearance, line, (call, details) -> lead(clearance, call, slot, details)));
    };
  }

  private static Placed called(Ended ended) {
    return new Placed.Called(ended.outcome(), ended.cause(), ended.talk());
  }

  /**
   * How an attempt ended.
   *
   * @param cause why it was not answered, or came to nothing; empty otherwise
   * @param talk from answer to end; null when nobody answered
   */
  record Ended(Outcome outcome, String cause, @Nullable Duration talk) {}

  /** What an answered call comes to. */
  interface Story {
    /**
     * @param details for the journal, codes and figures only
     */
    Outcome lead(Call call, Map<String, String> details);
  }

  /** Dials and writes down what became of it, whatever that is. */
  static Ended call(CallingParts parts, Clearance clearance, Lines.Line line, Story story) {
    Attempts attempts = parts.attempts();
    Map<String, String> details = new LinkedHashMap<>();
    Outcome outcome = Outcome.UNKNOWN;
    Duration talk = null;
    try {
      outcome = outcomeOf(parts, clearance, line, story, details);
    } finally {
      CallsInProgress inProgress = parts.inProgress();
      CallsInProgress.Times times = inProgress.remove(clearance.attemptId());
      details.replaceAll((_, words) -> FarWords.of(words, clearance.contact().number()));
      times.rang().ifPresent(at -> details.put("rangAt", at.toString()));
      times.answered().ifPresent(at -> details.put("answeredAt", at.toString()));
      talk = times.answered().map(at -> Duration.between(at, times.ended())).orElse(null);
      inProgress.tally(clearance.trunk()).ended(outcome);
      attempts.ended(clearance.attemptId(), outcome, details);
    }
    return new Ended(outcome, details.getOrDefault("cause", ""), talk);
  }

  private static Outcome outcomeOf(
      CallingParts parts,
      Clearance clearance,
      Lines.Line line,
      Story story,
      Map<String, String> details) {
    return switch (line.dial(clearance)) {
      case Dialed.Answered(Call call) -> {
        Outcome outcome = story.lead(call, details);
        if (!call.log().endReasons().isEmpty()) {
          details.put("byeReason", String.join(", ", call.log().endReasons()));
        }
        yield outcome;
      }
      case Dialed.Busy(int status, boolean rang) -> {
        details.put("sip", Integer.toString(status));
        details.put("rang", Boolean.toString(rang));
        yield Outcome.BUSY;
      }
      case Dialed.NoAnswer _ -> Outcome.NO_ANSWER;
      case Dialed.Rejected rejected -> {
        Rejection.note(rejected, details);
        yield switch (rejected.disposition()) {
          case UNWANTED -> unwanted(parts, clearance, line.sipCallId());
          case BLOCKED -> Outcome.BLOCKED;
          case BUSY,
              NO_ANSWER,
              UNALLOCATED,
              UNREACHABLE,
              DECLINED,
              FORBIDDEN,
              REDIRECTED,
              INCOMPATIBLE,
              CONGESTION,
              OTHER ->
              Outcome.FAILED;
        };
      }
      case Dialed.Cancelled(boolean forRefusal, boolean rang) -> {
        details.put("rang", Boolean.toString(rang));
        yield forRefusal ? Outcome.CANCELLED_DNC : Outcome.CANCELLED;
      }
      case Dialed.NoCommonSound(String why) -> {
        details.put("cause", "the answer has no sound we can speak: " + why);
        details.put("connectMs", "-1");
        details.put("rang", "true");
        yield Outcome.FAILED;
      }
      case Dialed.Unknown(String cause) -> {
        details.put("cause", cause);
        yield Outcome.UNKNOWN;
      }
      case Dialed.NotSent(String cause) -> {
        details.put("cause", cause);
        yield Outcome.NOT_SENT;
      }
    };
  }

  /** A 607 is a word of the person's side against such calls: it is kept like a 9 (R40). */
  private static Outcome unwanted(CallingParts parts, Clearance clearance, String sipCallId) {
    return switch (parts
        .refusals()
        .optOut(
            clearance.attemptId(),
            new OptOut(
                Manner.NETWORK,
                parts.callClock().now(),
                clearance.attemptId(),
                sipCallId,
                clearance.script().hash()))) {
      case Refused.Durable _ -> Outcome.UNWANTED;
      case Refused.Pending _ -> Outcome.OPT_OUT_PENDING;
    };
  }

  /**
   * From the answer to our first sound; -1 when none left (R09, R43). Empty when the person hung up
   * before we could have spoken.
   */
  private static Optional<String> connectMillis(Call call, long answeredAt, long endedAt) {
    OptionalLong first =
        call.log().segments().stream()
            .filter(played -> played.report().sent() > 0)
            .mapToLong(played -> played.report().firstPacketNanos() - answeredAt)
            .min();
    if (first.isPresent()) {
      return Optional.of(Long.toString(Math.max(0, first.getAsLong() / 1_000_000)));
    }
    return endedAt - answeredAt > SPEAKS_WITHIN.toNanos() ? Optional.of("-1") : Optional.empty();
  }

  private Outcome lead(
      Clearance clearance, Call call, RecordingSlots.Slot slot, Map<String, String> details) {
    long answeredAt = parts.timers().nanoTime();
    Outcome outcome = consent(clearance, call, slot);
    connectMillis(call, answeredAt, parts.timers().nanoTime())
        .ifPresent(millis -> details.put("connectMs", millis));
    return outcome;
  }

  private Outcome consent(Clearance clearance, Call call, RecordingSlots.Slot slot) {
    CallClock clock = parts.callClock();
    ConsentDesk desk =
        new ConsentDesk(
            clearance,
            call,
            words,
            parts.consents(),
            parts.refusals(),
            clock,
            parts.node(),
            parts.ids());
    RecordingDesk recording =
        new RecordingDesk(
            slot, clearance, clock, parts.sealing(), parts.inProgress()::recorderFailed);
    return new ConsentCall(words, desk, recording).lead(call);
  }
}
