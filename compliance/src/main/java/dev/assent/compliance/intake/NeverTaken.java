package dev.assent.compliance.intake;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Data about people that no call needs (A-09, A-17, B-02, C-01), and how it is recognised: by the
 * name of its column, or by its values whatever the column is called.
 */
enum NeverTaken {
  NATIONAL_ID(
      "an identity number is not needed to call anybody (A-09)",
      "nationalid idcard idnumber idno ssn passport 身份证 证件号 护照 身分證"),
  BANK_CARD(
      "a bank card is not needed to call anybody (A-05, C-01)",
      "bankcard cardnumber cardno 银行卡 银行账号 卡号"),
  ADDRESS("a home address is not needed to call anybody (A-09, B-02)", "address street 地址 住址"),
  INCOME("an income is not needed to call anybody (A-17, B-02)", "income salary 收入 工资 薪"),
  OCCUPATION(
      "an occupation is not needed to call anybody (A-17)",
      "occupation profession jobtitle 职业 职务 工作单位"),
  HEALTH(
      "health data must not be in a list of numbers to call", "health diagnosis disease 病 诊断 健康"),
  BIRTH(
      "a date of birth is not needed; age_band says what protects minors (A-09)",
      "birth dateofbirth dob 生日 出生"),
  FREE_TEXT("free text may hold anything about a person (A-09)", "remark comment note memo 备注 说明");

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{16}[0-9Xx]");
  private static final Pattern CARD = Pattern.compile("[3-6][0-9]{14,18}");
  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  private final String why;

  /** Parted by spaces; a short one in Latin letters must be the whole name. */
  private final String words;

  NeverTaken(String why, String words) {
    this.why = why;
    this.words = words;
  }

  String why() {
    return why;
  }

  /** What a column of that name would hold. */
  static Optional<NeverTaken> byName(String column) {
    String key = ColumnMap.key(column).replaceAll("[\\s_.-]+", "");
    return Arrays.stream(values())
        .filter(
            kind ->
                Arrays.stream(kind.words.split(" "))
                    .anyMatch(
                        word -> word.matches("[a-z]{1,4}") ? key.equals(word) : key.contains(word)))
        .findFirst();
  }

  /** What a value is by its check digit: an identity number of the mainland, or a bank card. */
  static Optional<NeverTaken> byValue(String value) {
    if (value.length() < 15 || value.length() > 23) {
      return Optional.empty();
    }
    String text = value.replaceAll("[ -]", "");
    if (ID.matcher(text).matches() && identity(text)) {
      return Optional.of(NATIONAL_ID);
    }
    return CARD.matcher(text).matches() && luhn(text) ? Optional.of(BANK_CARD) : Optional.empty();
  }

  /** GB 11643: the last place checks the others, modulo 11. */
  private static boolean identity(String text) {
    int sum = 0;
    for (int i = 0; i < ID_WEIGHTS.length; i++) {
      sum += (text.charAt(i) - '0') * ID_WEIGHTS[i];
    }
    return "10X98765432".charAt(sum % 11) == Character.toUpperCase(text.charAt(17));
  }

  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
