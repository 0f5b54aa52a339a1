package dev.assent.recorder.container;

/** What a recording's file turned out to be. */
public sealed interface Verdict {
  /** All is there and holds. */
  record Complete(int seconds) implements Verdict {}

  /**
   * What is there holds, but the recording was cut short.
   *
   * @param seconds whole seconds of sound
   */
  record Incomplete(int seconds) implements Verdict {}

  /** Something was changed, or is no recording. */
  record Damaged(String why) implements Verdict {}
}
