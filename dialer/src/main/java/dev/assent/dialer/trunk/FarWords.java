package dev.assent.dialer.trunk;

import dev.assent.compliance.numbering.Masking;
import dev.assent.compliance.numbering.PhoneNumber;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of a far end, as they may be kept: carriers repeat the number they were asked for in their
 * answers, and what is kept of a call's end is never erased and goes to feeds and reports.
 */
public final class FarWords {
  /** So many last digits are the number, whatever stands before them. */
  private static final int TELLING = 7;

  /** What people and machines write between digits. */
  private static final String BETWEEN = "(?:[-. ()/]|%20|%2D){0,3}";

  private FarWords() {}

  /** The same with the called number masked, however it is written; else unchanged. */
  public static String of(String words, PhoneNumber called) {
    String digits = called.e164().substring(1);
    String last = digits.substring(Math.max(0, digits.length() - TELLING));
    if (words.chars().filter(c -> c >= '0' && c <= '9').count() < last.length()) {
      return words; // as nearly always: making the expression costs as much as a rule
    }
    String spelled = String.join(BETWEEN, last.split(""));
    return Pattern.compile("(?:\\+|%2B)?[0-9]*" + spelled, Pattern.CASE_INSENSITIVE)
        .matcher(words)
        .replaceAll(Matcher.quoteReplacement(Masking.number(called)));
  }
}
