package dev.assent.recorder.container;

/** These keys do not open this recording. The message says why, and names nothing secret. */
public final class CannotUnseal extends Exception {
  private final boolean foreign;

  private CannotUnseal(String message, boolean foreign) {
    super(message);
    this.foreign = foreign;
  }

  /** It was never sealed to this key. */
  static CannotUnseal foreign(String message) {
    return new CannotUnseal(message, true);
  }

  /** It is sealed to this key, but was changed, or share B is of another recording. */
  static CannotUnseal changed(String message) {
    return new CannotUnseal(message, false);
  }

  /** Whether the key is a stranger to it: nothing is known against the file. */
  public boolean isForeign() {
    return foreign;
  }
}
