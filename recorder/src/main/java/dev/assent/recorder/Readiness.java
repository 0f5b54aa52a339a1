package dev.assent.recorder;

/** Whether a call could be recorded now (R08). */
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /**
   * @param why one line: what is wrong and where
   */
  record NotReady(String why) implements Readiness {}
}
