package dev.assent.compliance.store.nodes;

/** What came of letting a node go for good. */
public enum Departure {
  /** It is no node any more, and nothing waits for it. */
  LEFT,

  /** It did so before. */
  LEFT_BEFORE,

  /** There is no node of that name. */
  UNKNOWN,

  /** It is the one that was asked. */
  THIS_ONE,

  /** It was heard of lately. */
  RUNS,

  /** It was never started again since it was taken over from: only its journal knows the rest. */
  CUT_OFF,

  /** The database was restored, and what the nodes did last is not known yet. */
  RESTORED
}
