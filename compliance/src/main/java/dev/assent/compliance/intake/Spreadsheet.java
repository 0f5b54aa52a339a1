package dev.assent.compliance.intake;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes what spreadsheets do to fields, where nothing is lost by it, and refuses where digits are
 * lost.
 */
final class Spreadsheet {

  private static final Pattern FORMULA_TEXT = Pattern.compile("=\"(.*)\"", Pattern.DOTALL);
  private static final Pattern SCIENTIFIC =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?[eE][+-]?[0-9]+");
  private static final Pattern WHOLE_AS_DECIMAL = Pattern.compile("([0-9]{1,15})\\.0+");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+\\.[0-9]+");

  /** Direction marks and the like, which come along when text is copied. */
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

  private Spreadsheet() {}

  /** Text as it was meant: without {@code ="…"} and invisible characters. */
  static String text(String field) {
    if (plain(field)) {
      return field;
    }
    String text = INVISIBLE.matcher(field).replaceAll("").strip();
    Matcher formula = FORMULA_TEXT.matcher(text);
    return formula.matches() ? formula.group(1).strip() : text;
  }

  /** Nearly every field of a long list has nothing to undo. */
  private static boolean plain(String field) {
    int length = field.length();
    if (length == 0) {
      return true;
    }
    for (int i = 0; i < length; i++) {
      char c = field.charAt(i);
      if (c >= 0x7f && (c < 0x4e00 || c > 0x9fff)) {
        return false;
      }
    }
    char first = field.charAt(0);
    return first > ' ' && first != '=' && field.charAt(length - 1) > ' ';
  }

  private static boolean digits(String field) {
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) < '0' || field.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * A number as it was meant, of what {@link #text} gave. A double holds 15 digits whole, so {@code
   * .0} after them is noise.
   */
  static String number(String column, String field) throws BadField {
    if (digits(field)) {
      return field;
    }
    String text = Normalizer.normalize(field, Normalizer.Form.NFKC).strip();
    text = text.startsWith("'") ? text.substring(1).strip() : text;
    if (SCIENTIFIC.matcher(text).matches()) {
      throw new BadField(
          column,
          "NUMBER_SCIENTIFIC",
          "a spreadsheet wrote it in scientific notation and digits are lost; format the column as"
              + " text and export again");
    }
    Matcher decimal = WHOLE_AS_DECIMAL.matcher(text);
    if (decimal.matches()) {
      return decimal.group(1);
    }
    if (DECIMAL.matcher(text).matches()) {
      throw new BadField(
          column, "NUMBER_DECIMAL", "has a decimal point; format the column as text, export again");
    }
    return text;
  }
}
