package dev.assent.media.prompt;

import java.util.Locale;

/**
 * How long words take to say. Rough on purpose: it tells another sentence's recording, not a fast
 * speaker. Han characters, kana, Hangul and digits count one each, other letters by words.
 *
 * @param unitsPerSecond syllable-like characters a second
 * @param wordsPerSecond words of an alphabet a second
 */
record SpeakingRate(double unitsPerSecond, double wordsPerSecond) {

  /** Ordinary announcements: about 280 characters a minute in Chinese, 155 words in English. */
  static SpeakingRate of(String language) {
    return switch (Locale.forLanguageTag(language).getLanguage()) {
      case "zh", "yue" -> new SpeakingRate(4.7, 2.6);
      case "ja" -> new SpeakingRate(6.5, 2.6);
      case "ko" -> new SpeakingRate(5.5, 2.6);
      case "en" -> new SpeakingRate(3.5, 2.6);
      default -> new SpeakingRate(4.0, 2.3);
    };
  }

  /** Seconds a voice needs for a text; a short breath included. */
  double seconds(String text) {
    int units = 0;
    int words = 0;
    boolean inWord = false;
    for (int point : text.codePoints().toArray()) {
      boolean unit =
          switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> Character.isDigit(point);
          };
      // An apostrophe does not end a word.
      boolean letter = !unit && (Character.isLetter(point) || (inWord && point == '\''));
      units += unit ? 1 : 0;
      words += letter && !inWord ? 1 : 0;
      inWord = letter;
    }
    return 0.2 + units / unitsPerSecond + words / wordsPerSecond;
  }
}
