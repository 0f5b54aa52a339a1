package dev.assent.compliance.rules;

import dev.assent.compliance.Facts;

/**
 * One rule of the catalogue (requirements, table 2.2). It may only object: whoever objects to
 * nothing allows nothing either. No state, no clock, no side effect; any thread.
 */
public interface Rule {

  /** Such as {@code R28}. */
  String id();

  /** Adds every objection it has, not only the first. */
  void judge(Facts facts, Objections objections);
}
