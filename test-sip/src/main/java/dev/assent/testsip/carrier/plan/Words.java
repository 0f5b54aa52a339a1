package dev.assent.testsip.carrier.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line into parts and words. What stands in double quotes stays together; a backslash takes
 * the meaning from the character behind it.
 */
final class Words {
  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String part : split(text.strip().replaceAll("\\s", " "), ' ')) {
      if (!part.isEmpty()) {
        words.add(part.startsWith("\"") ? unquoted(part) : part);
      }
    }
    return words;
  }

  private static String unquoted(String part) {
    return part.substring(1, part.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  /** Splits at each separator outside quotes; at least one part, possibly empty. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (quoted) {
      throw new PlanError("a quotation mark is missing");
    }
    parts.add(text.substring(start));
    return parts;
  }
}
