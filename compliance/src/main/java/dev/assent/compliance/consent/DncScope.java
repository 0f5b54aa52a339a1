package dev.assent.compliance.consent;

/**
 * For whom a refusal was meant. A home calls for one controller, so each of them stops its calls.
 */
public enum DncScope {
  /** The controller of this home. */
  CONTROLLER,
  /** The controller and its affiliates. */
  GROUP,
  /** Every caller, as a regulator or a public register says it. */
  GLOBAL
}
