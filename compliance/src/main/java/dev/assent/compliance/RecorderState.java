package dev.assent.compliance;

/** Whether a call could be recorded if its callee agrees (R08). */
public sealed interface RecorderState {

  record Ready() implements RecorderState {}

  /**
   * @param why what is missing: disk, keys, ledger
   */
  record NotReady(String why) implements RecorderState {}
}
