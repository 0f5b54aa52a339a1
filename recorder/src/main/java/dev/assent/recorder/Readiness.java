package dev.assent.recorder;

/** Whether a call could be recorded now (R08). */
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /**
   * @param why one line: what is wrong and where
   * @param next the command to look further with
   */
  record NotReady(String why, String next) implements Readiness {}
}
