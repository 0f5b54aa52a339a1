package dev.assent.compliance.script;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A text with nothing left that is not said: spaces, punctuation, width, letter case, traditional
 * characters. Each character knows where it came from. Immutable; any thread.
 *
 * @param text what is compared
 * @param positions of each of its characters: the code point of the original, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SpokenForm(String text, int[] positions) {
  /** Private use area: one character for each syllable. */
  private static final char FIRST_SYLLABLE = '\uE000';

  private static final Map<Integer, String> WRITTEN = new ConcurrentHashMap<>();
  private static final Map<Character, Character> SOUNDS = new ConcurrentHashMap<>();
  private static final Map<String, Character> SYLLABLES = new ConcurrentHashMap<>();

  /** Made when first needed: both take a while and few commands look at words. */
  private static final class Transliterators {
    static final Transliterator SIMPLIFIED = Transliterator.getInstance("Traditional-Simplified");
    static final Transliterator LATIN = Transliterator.getInstance("Han-Latin; NFD");
  }

  /** Returns when they are made. */
  static void prepare() {
    written("\u9ad4").sound();
  }

  /** NFKC, lower case, simplified characters; only letters and digits. */
  static SpokenForm written(String text) {
    StringBuilder out = new StringBuilder();
    int[] positions = new int[text.length() * 18]; // NFKC makes at most 18 of one
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      String form = WRITTEN.computeIfAbsent(points[i], SpokenForm::written);
      for (int k = 0; k < form.length(); k++) {
        positions[out.length() + k] = i + 1;
      }
      out.append(form);
    }
    return new SpokenForm(out.toString(), positions);
  }

  private static String written(int point) {
    String plain =
        Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder();
    simplified(plain)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static synchronized String simplified(String text) {
    return text.codePoints().noneMatch(Character::isIdeographic)
        ? text
        : Transliterators.SIMPLIFIED.transliterate(text);
  }

  /**
   * The same, with each Chinese character replaced by its syllable without tone: 保本 and 宝本 are one.
   * Same length and positions.
   */
  SpokenForm sound() {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isIdeographic(c) ? SOUNDS.computeIfAbsent(c, SpokenForm::syllable) : c);
    }
    return new SpokenForm(out.toString(), positions);
  }

  private static synchronized char syllable(char character) {
    String toneless =
        Transliterators.LATIN
            .transliterate(Character.toString(character))
            .codePoints()
            .filter(Character::isLetter)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return SYLLABLES.computeIfAbsent(toneless, _ -> (char) (FIRST_SYLLABLE + SYLLABLES.size()));
  }

  /** Whether enough of it is Chinese for its sound to say something. */
  boolean tellsBySound() {
    return text.codePoints().filter(Character::isIdeographic).count() >= 2;
  }
}
