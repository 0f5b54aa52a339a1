package dev.assent.dialer.sip.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The first line of a message for the log, without numbers or names. */
final class StartLine {
  private static final Pattern USER = Pattern.compile("(sips?|tel):[^@;> ]*");
  private static final int LIMIT = 200;

  private StartLine() {}

  static String redacted(byte[] message) {
    int end = 0;
    while (end < message.length && end < LIMIT && message[end] != '\r' && message[end] != '\n') {
      end++;
    }
    String line = new String(message, 0, end, StandardCharsets.ISO_8859_1);
    return USER.matcher(line).replaceAll("$1:***");
  }
}
