package dev.assent.compliance;

/** How much a reason weighs, lightest first. The worst reason of a decision is its outcome. */
public enum Severity {
  /** Not now: ask again at the reason's instant. */
  DEFER,
  /** No, as things stand. */
  DENY,
  /** No, and nothing this campaign can do will change it. */
  DENY_PERMANENT
}
