package dev.assent.dialer.call;

/** A key of the telephone as far as the call cares: the three that mean something, and the rest. */
public enum Digit implements Answer {
  /** Agree to the recording (E-04). */
  ONE,
  /** Refuse the recording (E-04). */
  ZERO,
  /** Never call again (C-06, R40). Counts at any moment of a call. */
  NINE,
  /** A key that was offered no meaning. */
  OTHER;

  /** The meaning of a key as the media module reports it. */
  public static Digit of(char key) {
    return switch (key) {
      case '1' -> ONE;
      case '0' -> ZERO;
      case '9' -> NINE;
      default -> OTHER;
    };
  }

  /**
   * These end whatever plays, at any moment: they can only withhold (DESIGN: a 1 never barges in).
   */
  public boolean interrupts() {
    return this == NINE || this == ZERO;
  }
}
