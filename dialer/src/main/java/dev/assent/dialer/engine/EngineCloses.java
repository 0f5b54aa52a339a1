package dev.assent.dialer.engine;

/** A part was wanted that is not open, while the engine closes its parts or after it. */
final class EngineCloses extends IllegalStateException {
  private static final long serialVersionUID = 1;

  EngineCloses(String part) {
    super(part + " is wanted while the engine closes or after it");
  }
}
