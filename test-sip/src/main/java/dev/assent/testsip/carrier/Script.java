package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.loop.Loop;
import dev.assent.testsip.carrier.loop.LoopTimer;
import dev.assent.testsip.carrier.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps in order. A step that waits is asked again whenever something happened to the call.
 * Loop thread only.
 */
final class Script {
  /** Does a step; {@code first} when it is asked for the first time. True when it is through. */
  interface Actor {
    boolean passed(Step step, boolean first);
  }

  private final Loop loop;
  private final Actor actor;
  private final Runnable timeCame;
  private final List<Step> steps;
  private int position;
  private boolean begun;
  private boolean running;
  private boolean again;
  private long deadlineNanos;
  private @Nullable LoopTimer timer;

  /** {@code timeCame} runs when a step has waited long enough; it calls {@link #advance}. */
  Script(Loop loop, Actor actor, Runnable timeCame, List<Step> steps) {
    this.loop = loop;
    this.actor = actor;
    this.timeCame = timeCame;
    this.steps = steps;
  }

  /** Something happened: goes on as far as it can. */
  void advance() {
    again = true;
    if (running) {
      // A step of ours made it happen; the loop below looks again.
      return;
    }
    running = true;
    try {
      while (again) {
        again = false;
        while (position < steps.size() && currentPassed()) {
          position++;
          begun = false;
        }
      }
    } finally {
      running = false;
    }
  }

  private boolean currentPassed() {
    boolean first = !begun;
    begun = true;
    return actor.passed(steps.get(position), first);
  }

  /** The step that holds up the others, null if all are through. */
  @Nullable Step current() {
    return position < steps.size() ? steps.get(position) : null;
  }

  void stop() {
    position = steps.size();
    if (timer != null) {
      timer.cancel();
    }
  }

  /** For a step that waits for a moment: the first time it says for which. */
  boolean passed(long deadline, boolean first) {
    if (first) {
      deadlineNanos = deadline;
      timer = loop.at(deadline, timeCame);
    }
    return loop.now() - deadlineNanos >= 0;
  }
}
