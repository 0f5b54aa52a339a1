package dev.assent.compliance.policy;

/** How far the source of a figure has been checked. */
public enum Confidence {
  /** Seen in a published source. */
  V,
  /** Known, but not verified again: check it before you rely on it. */
  K,
  /** No law: the source documents of this system, or a house rule under them. */
  P
}
