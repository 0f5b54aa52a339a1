package dev.assent.dialer.simulate;

import java.time.Duration;
import java.util.List;

/** What becomes of one call to one person, as the simulated network and the person have it. */
sealed interface Fate {
  /** A final answer without ringing. */
  record NoWay(int status, Duration after) implements Fate {}

  /** No answer to the INVITE at all. */
  record Lost() implements Fate {}

  /** It rings and nobody comes. */
  record RingsOut() implements Fate {}

  /** The person declines what rings. */
  record Declined(Duration after) implements Fate {}

  /** Somebody, or something, answers. */
  record Answered(Duration after, boolean keyPath, Manner manner) implements Fate {}

  /**
   * How whoever answered behaves.
   *
   * @param unasked what they do at times of their own, counted from the answer, soonest first
   * @param reply what they do when the question has been put, that long after its last word
   * @param agreed what they do once they have agreed, counted from their reply, soonest first
   */
  record Manner(List<Deed> unasked, List<Deed> reply, List<Deed> agreed) {}

  /**
   * One thing a person does.
   *
   * @param key the key pressed; {@link #HANGS_UP} for the end
   */
  record Deed(Duration after, char key) {
    static final char HANGS_UP = '-';

    boolean hangsUp() {
      return key == HANGS_UP;
    }
  }
}
