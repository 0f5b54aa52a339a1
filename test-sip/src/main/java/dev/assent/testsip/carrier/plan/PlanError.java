package dev.assent.testsip.carrier.plan;

/** A plan that cannot be understood; the message names file and line where there are such. */
public final class PlanError extends IllegalArgumentException {
  public PlanError(String message) {
    super(message);
  }

  PlanError at(String file, int line) {
    return new PlanError(file + ":" + line + ": " + getMessage());
  }
}
