package dev.assent.compliance.numbering;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How personal data is shown. One set of rules for screens, reports and logs (B-22, requirements
 * 5.1).
 */
public final class Masking {

  private static final Set<String> COMPOUND_SURNAMES =
      Set.of(
          "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "端木", "长孙", "宇文",
          "轩辕", "南宫", "司空", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "赫连");

  private static final Pattern IDENTITY_CARD = Pattern.compile("[0-9]{17}[0-9Xx]|[0-9]{15}");

  private static final Pattern PROVINCE_AND_CITY =
      Pattern.compile(
          "(\\p{IsHan}{2,6}?(省|自治区|特别行政区))?\\p{IsHan}{1,8}?(市|自治州|地区|盟)"
              + "|\\p{IsHan}{2,6}?(省|自治区|特别行政区)");

  private Masking() {}

  /**
   * A mainland mobile: first three and last four of the national digits. Any other number: at least
   * four digits hidden, and with fewer than ten digits only the last two shown.
   */
  public static String number(PhoneNumber number) {
    if (MainlandMobiles.e164(number.e164())) {
      return digits(MainlandMobiles.national(number));
    }
    var parsed = number.parsed();
    String national = PhoneNumberUtil.getInstance().getNationalSignificantNumber(parsed);
    if (parsed.getCountryCode() == 86) {
      return digits(national);
    }
    return parsed.hasCountryCode()
        ? "+" + parsed.getCountryCode() + " " + digits(national)
        : digits(national);
  }

  /**
   * The surname and a star. Of a Chinese name the surname is one character, or two where it is one
   * of the compound ones; of any other name only the first letter is shown.
   */
  public static String name(String name) {
    String text = name.strip();
    if (text.isEmpty()) {
      return "";
    }
    boolean compound =
        text.codePointCount(0, text.length()) > 2
            && COMPOUND_SURNAMES.stream().anyMatch(text::startsWith);
    return text.substring(0, text.offsetByCodePoints(0, compound ? 2 : 1)) + "*";
  }

  /**
   * An identity card, of 18 or 15 digits: first six and last four; a passport: first and last two.
   */
  public static String idNumber(String number) {
    String text = number.strip();
    boolean card = IDENTITY_CARD.matcher(text).matches();
    return shown(text, card ? 6 : 1, card ? 4 : 2);
  }

  /** Province and city; the rest is left out, not starred. Empty when neither can be told. */
  public static String address(String address) {
    Matcher matcher = PROVINCE_AND_CITY.matcher(address.strip());
    return matcher.lookingAt() ? matcher.group() : "";
  }

  /** The last four digits. */
  public static String bankCard(String number) {
    return shown(number.replace(" ", ""), 0, 4);
  }

  /** Nothing at all where showing both ends would show the whole. */
  private static String shown(String text, int head, int tail) {
    int hidden = text.length() - head - tail;
    return hidden <= 0
        ? "*".repeat(text.length())
        : text.substring(0, head) + "*".repeat(hidden) + text.substring(text.length() - tail);
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
