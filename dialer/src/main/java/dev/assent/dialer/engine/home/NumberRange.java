package dev.assent.dialer.engine.home;

import java.math.BigInteger;

/**
 * A range of fictional E.164 numbers, both ends inside: {@code +8619900000000-+8619900009999}.
 *
 * @param from lowest number, with its plus sign
 * @param to highest number, of the same length
 */
public record NumberRange(String from, String to) {
  public NumberRange {
    if (!isE164(from) || !isE164(to) || from.length() != to.length() || from.compareTo(to) > 0) {
      throw new IllegalArgumentException("a range reads +FIRST-+LAST, both of one length");
    }
  }

  /**
   * @throws IllegalArgumentException unless it reads {@code +FIRST-+LAST}
   */
  public static NumberRange parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("a range reads +FIRST-+LAST");
    }
    return new NumberRange(text.substring(0, dash), text.substring(dash + 1));
  }

  public boolean contains(String e164) {
    return e164.length() == from.length() && e164.compareTo(from) >= 0 && e164.compareTo(to) <= 0;
  }

  /** How many numbers it holds. */
  public BigInteger size() {
    return new BigInteger(to.substring(1))
        .subtract(new BigInteger(from.substring(1)))
        .add(BigInteger.ONE);
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }

  private static boolean isE164(String number) {
    return number.matches("\\+[1-9][0-9]{4,14}");
  }
}
