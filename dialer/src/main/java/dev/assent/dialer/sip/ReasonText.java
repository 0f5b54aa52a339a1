package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.MessageText;

/** Our words in a Reason header (RFC 3326). */
final class ReasonText {
  private static final int LIMIT = 64;

  private ReasonText() {}

  /**
   * @param protocol e.g. {@code Q.850;cause=16}
   * @param words what does not fit a quoted string is left out; none, no header
   */
  static void add(MessageText text, String protocol, String words) {
    StringBuilder kept = new StringBuilder(LIMIT);
    for (int i = 0; i < words.length() && kept.length() < LIMIT; i++) {
      char c = words.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
        kept.append(c);
      }
    }
    if (!kept.isEmpty()) {
      text.header("Reason", protocol + ";text=\"" + kept + "\"");
    }
  }
}
