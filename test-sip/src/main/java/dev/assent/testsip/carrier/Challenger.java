package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.plan.Step;
import dev.assent.testsip.carrier.sip.Digest;
import dev.assent.testsip.carrier.sip.InviteTransaction;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a caller who it is: once, or twice when the first nonce shall be stale. Loop thread only.
 */
final class Challenger {
  private final CarrierParts parts;
  private final CallLog log;
  private String nonce = "";
  private int asked;
  private @Nullable SipMessage answer;

  Challenger(CarrierParts parts, CallLog log) {
    this.parts = parts;
    this.log = log;
  }

  /** A challenge has no answer yet: the next INVITE is meant for it. */
  boolean waiting() {
    return !nonce.isEmpty() && answer == null;
  }

  void ask(Step.Challenge step, InviteTransaction invite, boolean stale) {
    asked++;
    nonce = parts.token();
    answer = null;
    List<String> headers = Digest.challenges(step.status(), step.algorithms(), nonce, stale);
    log.response(parts.wallTime(), step.status());
    invite.refuse(step.status(), "", parts.token(), headers);
  }

  void answeredBy(SipMessage invite) {
    answer = invite;
  }

  /** What came of it; null while nothing has come. */
  @Nullable Outcome outcome(Step.Challenge step) {
    SipMessage invite = answer;
    if (invite == null) {
      return null;
    }
    boolean right = parts.digest().check(invite, step.status(), nonce) == Digest.Verdict.RIGHT;
    if (right && step.stale() && asked == 1) {
      return Outcome.ASK_AGAIN;
    }
    nonce = "";
    answer = null;
    return right ? Outcome.PASSED : Outcome.FAILED;
  }

  enum Outcome {
    PASSED,
    ASK_AGAIN,
    FAILED
  }
}
