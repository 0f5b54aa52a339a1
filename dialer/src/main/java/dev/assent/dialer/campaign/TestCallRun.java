package dev.assent.dialer.campaign;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.call.TestCallStory;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.TrunkHeld;
import dev.assent.media.rtp.NoMediaPort;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One call to a number of our own staff: the same gate, the same trunk, the same journal as any
 * other, and no recorder. Runs on the caller's thread.
 */
public final class TestCallRun {

  /** What it came to. */
  public sealed interface Result {

    /**
     * The number was rung.
     *
     * @param cause why nobody answered; empty when somebody did
     * @param asked the keys that were asked for, in order; empty when nobody answered
     */
    record Rung(UUID attemptId, Outcome outcome, String cause, List<TestCallStory.Asked> asked)
        implements Result {}

    /** The law said no. */
    record NotRung(Decision decision) implements Result {}
  }

  private final CallingParts parts;
  private final Words words;

  /**
   * @param words of the test script
   */
  public TestCallRun(CallingParts parts, Words words) {
    this.parts = parts;
    this.words = words;
  }

  /**
   * @param testNumber its id in the register of test numbers
   */
  public Result ring(UUID testNumber, Lines trunk)
      throws InterruptedException, NoMediaPort, TrunkHeld {
    try (Lines.Line line = trunk.seize()) {
      return switch (parts.gate().decide(Attempt.ofTest(testNumber, trunk.name()))) {
        case Decision.Deny deny -> new Result.NotRung(deny);
        case Decision.Defer defer -> new Result.NotRung(defer);
        case Decision.Allow(Permit permit, _) -> redeem(permit, line);
      };
    }
  }

  private Result redeem(Permit permit, Lines.Line line) {
    return switch (parts.gate().redeem(permit, line.sipCallId())) {
      case Redemption.Refused(Decision.Deny deny) -> new Result.NotRung(deny);
      case Redemption.Postponed(Decision.Defer defer) -> new Result.NotRung(defer);
      case Redemption.Cleared(Clearance clearance) -> rung(clearance, line);
    };
  }

  private Result rung(Clearance clearance, Lines.Line line) {
    if (clearance.kind() != Clearance.Kind.TEST) {
      throw new IllegalStateException("a customer is not called for a test");
    }
    TestCallStory story = new TestCallStory(words, () -> optOut(clearance, line.sipCallId()));
    AttemptRun.Ended ended =
        AttemptRun.call(
            parts,
            clearance,
            line,
            (call, details) -> {
              Outcome led = story.lead(call);
              story.asked().forEach(asked -> note(asked, details));
              return led;
            });
    return new Result.Rung(clearance.attemptId(), ended.outcome(), ended.cause(), story.asked());
  }

  private static void note(TestCallStory.Asked asked, Map<String, String> details) {
    details.put(
        "key" + asked.key(), asked.heard().map(key -> key.path().name()).orElse("NOT_HEARD"));
  }

  private boolean optOut(Clearance clearance, String sipCallId) {
    OptOut nine =
        new OptOut(
            Manner.TEST,
            parts.callClock().now(),
            clearance.attemptId(),
            sipCallId,
            clearance.script().hash());
    boolean interrupted = Thread.interrupted(); // Ctrl-C waits until it is durable (R40)
    try {
      return parts.refusals().optOut(clearance.attemptId(), nine) instanceof Refused.Durable;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
