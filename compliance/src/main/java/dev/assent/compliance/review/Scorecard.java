package dev.assent.compliance.review;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A recording as one person judged it.
 *
 * @param answers by checkpoint
 * @param comment free words; may name the person, so it is sealed
 */
public record Scorecard(Map<String, Answer> answers, String comment, Verdict verdict) {
  public Scorecard {
    answers = Map.copyOf(answers);
  }

  /** The share of yes among what applies, 0–100; empty when nothing does. */
  public OptionalInt score() {
    long yes = answers.values().stream().filter(answer -> answer == Answer.YES).count();
    long no = answers.values().stream().filter(answer -> answer == Answer.NO).count();
    return yes + no == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.round(100.0 * yes / (yes + no)));
  }
}
