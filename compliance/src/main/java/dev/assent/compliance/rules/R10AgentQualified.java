package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.AGENT_NOT_CERTIFIED;
import static dev.assent.compliance.ReasonCode.NO_AGENT;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * R10: whoever leads the call is able to, and free. No human agents are connected in this release:
 * the script leads the call and a mailbox takes the answer, so the certificate of the one is that
 * it has words for every turn a call can take, and the seat is the other.
 */
public final class R10AgentQualified implements Rule {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  /** What is said after the question of R05's segments, whichever way it is answered. */
  private static final Set<SegmentType> TURNS =
      EnumSet.of(
          SegmentType.MESSAGE,
          SegmentType.THANKS,
          SegmentType.REFUSED,
          SegmentType.NOT_VALID,
          SegmentType.NO_KEY_PATH,
          SegmentType.OPT_OUT_CONFIRMED,
          SegmentType.OPT_OUT_PENDING,
          SegmentType.REC_FAIL);

  @Override
  public String id() {
    return "R10";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.script() instanceof Present<Script>(var script))) {
      objections.deny(AGENT_NOT_CERTIFIED, "no script to lead the call");
    } else {
      for (SegmentType turn : TURNS) {
        if (script.segments(turn).isEmpty()) {
          objections.deny(AGENT_NOT_CERTIFIED, "the script has no words for " + turn);
        }
      }
    }
    if (!(facts.capacity() instanceof Present<IvrCapacity>(var capacity))) {
      objections.deny(AGENT_NOT_CERTIFIED, "whether the answer could be taken is unknown");
    } else if (capacity.mailboxesInUse() > capacity.mailboxes()) {
      objections.defer(
          NO_AGENT,
          facts.now().plus(ASK_AGAIN),
          "IVR mailboxes " + capacity.mailboxesInUse() + " of " + capacity.mailboxes());
    }
  }
}
