package dev.assent.dialer.keys;

/** What a named user may do; which commands that means stands in docs/roles.md. */
public enum Role {
  /** Imports, plans, runs, pauses; writes campaigns and scripts. */
  OPERATOR,
  /** Approves what operators write, lifts holds, names users. */
  COMPLIANCE,
  /** Listens to recordings; holds a key the engine does not. */
  QA,
  /** Reads reports, evidence and the journal; changes nothing. */
  AUDITOR
}
