package dev.assent.testsip.carrier.plan;

import java.util.ArrayList;
import java.util.List;

/** What happens to one call: steps in order. A value. */
public record Behaviour(List<Step> steps) {
  public Behaviour {
    steps = List.copyOf(steps);
  }

  /**
   * Reads steps as a plan writes them, such as {@code "ring 300ms, answer, prompt 1, key 1"} or the
   * name of a built-in.
   *
   * @throws PlanError if it is not understood
   */
  public static Behaviour of(String text) {
    return PlanParser.behaviour(text);
  }

  /** The same call, after a challenge that every call of this carrier meets. */
  public Behaviour challengedBy(Step.Challenge challenge) {
    List<Step> all = new ArrayList<>();
    all.add(challenge);
    all.addAll(steps);
    return new Behaviour(all);
  }
}
