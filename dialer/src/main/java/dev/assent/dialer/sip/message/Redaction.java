package dev.assent.dialer.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What may be shown of a message: its first line, its place in the call, and headers that explain
 * an end or a timer. Everything that could be a telephone number is masked, also where nobody
 * expects one; the rest is left out.
 */
public record Redaction(String startLine, String callId, String cseq, List<String> notes) {
  private static final int NOTE_LIMIT = 160;

  /** Six digits and more, also with the separators people write between them. */
  private static final Pattern NUMBER =
      Pattern.compile("(?i)(?:\\+|%2B)?[0-9](?:[-. ()]?[0-9]){5,}");

  private static final Pattern OURS = Pattern.compile("[0-9a-f]{32}");
  private static final Map<String, String> COMPACT = Map.of("i", "call-id", "x", "session-expires");
  private static final Set<String> NOTES =
      Set.of(
          "reason",
          "retry-after",
          "require",
          "unsupported",
          "rseq",
          "rack",
          "session-expires",
          "min-se",
          "warning",
          "content-type");

  public static Redaction of(String message) {
    String[] lines = message.stripLeading().split("\r?\n", 400);
    String callId = "";
    String cseq = "";
    List<String> notes = new ArrayList<>(2);
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).strip();
        String value = lines[i].substring(colon + 1).strip();
        String key = name.toLowerCase(Locale.ROOT);
        key = COMPACT.getOrDefault(key, key);
        if (key.equals("call-id")) {
          callId = OURS.matcher(value).matches() ? value : masked(value);
        } else if (key.equals("cseq")) {
          cseq = value;
        } else if (NOTES.contains(key)) {
          notes.add(name + ": " + masked(cut(value)));
        }
      }
    }
    return new Redaction(masked(cut(lines[0])), callId, cseq, notes);
  }

  private static String cut(String text) {
    return text.length() <= NOTE_LIMIT ? text : text.substring(0, NOTE_LIMIT) + "...";
  }

  /** Keeps the first three and the last two characters of a number; of short ones nothing. */
  static String masked(String text) {
    return NUMBER.matcher(text).replaceAll(Redaction::mask);
  }

  private static String mask(MatchResult found) {
    String number = found.group();
    return number.length() < 9
        ? "*".repeat(number.length())
        : number.substring(0, 3)
            + "*".repeat(number.length() - 5)
            + number.substring(number.length() - 2);
  }
}
