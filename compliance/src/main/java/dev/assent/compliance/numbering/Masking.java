package dev.assent.compliance.numbering;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * How personal data is shown. One set of rules for screens, reports and logs (B-22, requirements
 * 5.1).
 */
public final class Masking {

  private Masking() {}

  /**
   * A mainland mobile: first three and last four of the national digits. Any other number: at least
   * four digits hidden, and with fewer than ten digits only the last two shown.
   */
  public static String number(PhoneNumber number) {
    var parsed = number.parsed();
    String national = PhoneNumberUtil.getInstance().getNationalSignificantNumber(parsed);
    if (parsed.getCountryCode() == 86) {
      return digits(national);
    }
    return parsed.hasCountryCode()
        ? "+" + parsed.getCountryCode() + " " + digits(national)
        : digits(national);
  }

  private static String digits(String national) {
    int length = national.length();
    if (length < 10) {
      int shown = Math.min(2, length);
      return "*".repeat(length - shown) + national.substring(length - shown);
    }
    int head = Math.min(3, length - 8);
    return national.substring(0, head)
        + "*".repeat(length - head - 4)
        + national.substring(length - 4);
  }
}
