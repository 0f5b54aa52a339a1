package dev.assent.compliance;

/** What became of a permit. */
public sealed interface Redemption {

  /** The right to place this call now is reserved, committed and journalled. */
  record Cleared(Clearance clearance) implements Redemption {}

  record Refused(Decision.Deny deny) implements Redemption {}

  record Postponed(Decision.Defer defer) implements Redemption {}
}
