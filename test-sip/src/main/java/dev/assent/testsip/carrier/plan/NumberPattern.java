package dev.assent.testsip.carrier.plan;

/** A called number, or the beginning ({@code +8619*}) or the end ({@code *77}) of some. A value. */
record NumberPattern(String prefix, String suffix, boolean exact) {

  static NumberPattern parse(String text) {
    int star = text.indexOf('*');
    if (star < 0) {
      return new NumberPattern(text, "", true);
    }
    if (star != text.lastIndexOf('*') || (star > 0 && star < text.length() - 1)) {
      throw new PlanError(
          "number pattern '%s': one * at the beginning or at the end".formatted(text));
    }
    return new NumberPattern(text.substring(0, star), text.substring(star + 1), false);
  }

  boolean matches(String number) {
    return exact ? number.equals(prefix) : number.startsWith(prefix) && number.endsWith(suffix);
  }

  /** The higher one decides when several match. */
  int rank() {
    return exact ? Integer.MAX_VALUE : prefix.length() + suffix.length();
  }
}
