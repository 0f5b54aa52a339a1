package dev.assent.media.sdp;

import java.util.regex.Pattern;

/** Keys in a session description on its way into a log. */
public final class CryptoLines {
  private static final Pattern KEY = Pattern.compile("(?i)(inline:|a=key:|a=key-mgmt:)[^\\s]+");

  private CryptoLines() {}

  /** The text with every key replaced; what a SIP trace may show of a body. */
  public static String redacted(String text) {
    return KEY.matcher(text).replaceAll("$1(redacted)");
  }
}
