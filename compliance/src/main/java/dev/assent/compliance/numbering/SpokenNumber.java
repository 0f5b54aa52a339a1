package dev.assent.compliance.numbering;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Numbers as people say them on the telephone, written as digits: {@code 幺三八零零}, {@code one three
 * eight double oh}. What is no word for a digit stays, so that {@link PhoneNumber#parse} refuses
 * it.
 */
public final class SpokenNumber {
  private static final Map<String, String> WORDS = new HashMap<>();
  private static final Map<String, String> CHARACTERS = new HashMap<>();
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Pattern REPEATED = Pattern.compile("(double|triple|treble)\\s*([0-9])");
  private static final Pattern PUNCTUATION = Pattern.compile("[,;:、，。·_]");

  static {
    List<String> digits =
        List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    for (int digit = 0; digit < digits.size(); digit++) {
      WORDS.put(digits.get(digit), Integer.toString(digit));
    }
    WORDS.put("oh", "0");
    WORDS.put("o", "0");
    WORDS.put("nought", "0");
    WORDS.put("niner", "9");
    WORDS.put("plus", "+");
    List<String> characters =
        List.of("零〇洞", "一壹幺么妖", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾");
    for (int digit = 0; digit < characters.size(); digit++) {
      String sayings = characters.get(digit);
      for (int i = 0; i < sayings.length(); i++) {
        CHARACTERS.put(sayings.substring(i, i + 1), Integer.toString(digit));
      }
    }
    CHARACTERS.put("加", "+");
  }

  private SpokenNumber() {}

  /** In digits, where it was in words. */
  public static String digits(String said) {
    String text = Normalizer.normalize(said, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    text = PUNCTUATION.matcher(text).replaceAll(" ");
    text = WORD.matcher(text).replaceAll(word -> WORDS.getOrDefault(word.group(), word.group()));
    var written = new StringBuilder();
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(letter -> written.append(CHARACTERS.getOrDefault(letter, letter)));
    return REPEATED.matcher(written).replaceAll(SpokenNumber::repeat).strip();
  }

  private static String repeat(MatchResult said) {
    return said.group(2).repeat(said.group(1).equals("double") ? 2 : 3);
  }
}
