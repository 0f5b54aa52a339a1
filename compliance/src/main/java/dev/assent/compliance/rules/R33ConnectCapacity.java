package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CAPACITY;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.IvrCapacity;
import java.time.Duration;

/**
 * R33: whoever answers hears us within two seconds. No human agents are connected in this release:
 * what must be free is a line of sound, which each call takes before it is decided on.
 */
public final class R33ConnectCapacity implements Rule {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  @Override
  public String id() {
    return "R33";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.capacity() instanceof Present<IvrCapacity>(var capacity))) {
      objections.defer(CAPACITY, facts.now().plus(ASK_AGAIN), "the IVR's lines are unknown");
    } else if (capacity.linesInUse() > capacity.lines()) {
      objections.defer(
          CAPACITY,
          facts.now().plus(ASK_AGAIN),
          "IVR lines " + capacity.linesInUse() + " of " + capacity.lines());
    }
  }
}
