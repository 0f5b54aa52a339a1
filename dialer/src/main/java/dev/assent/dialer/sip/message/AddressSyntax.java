package dev.assent.dialer.sip.message;

/**
 * The forms of an address in a header (RFC 3261 section 25.1, name-addr and addr-spec): a display
 * name is quoted or of tokens, a URI in brackets has no space in it, and one without brackets no
 * headers.
 */
final class AddressSyntax {
  private static final String TOKEN_MARKS = "-.!%*_+`'~";

  private final String text;
  private int at;

  AddressSyntax(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /**
   * @param list several may stand there, with commas between
   * @throws MalformedMessage naming the fault
   */
  void check(boolean list) throws MalformedMessage {
    do {
      address();
      parameters();
      if (at < text.length() && !list) {
        throw new MalformedMessage("more than one address");
      }
    } while (at++ < text.length());
  }

  private void address() throws MalformedMessage {
    skipSpace();
    if (is('"')) {
      quoted();
      skipSpace();
      if (!is('<')) {
        throw new MalformedMessage("a display name without an address");
      }
    }
    int start = at;
    while (at < text.length() && !is('<') && !is(',') && !is(';') && !is('"')) {
      at++;
    }
    if (is('<')) {
      displayName(start, at);
      bracketed();
    } else if (is('"')) {
      throw new MalformedMessage("a quote within an address");
    } else {
      bare(text.substring(start, at));
    }
  }

  private static void bare(String address) throws MalformedMessage {
    if (address.indexOf('?', HeaderBlock.hostOf(address)) >= 0) {
      throw new MalformedMessage("an address with headers needs brackets");
    }
  }

  private void displayName(int from, int to) throws MalformedMessage {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // Names beyond ASCII without quotes are wrong too, and common.
      if (c < 0x80 && !isSpace(c) && !isAlphanumeric(c) && TOKEN_MARKS.indexOf(c) < 0) {
        throw new MalformedMessage("a display name that needs quotes");
      }
    }
  }

  private void bracketed() throws MalformedMessage {
    int close = text.indexOf('>', at);
    if (close < 0) {
      throw new MalformedMessage("a bracket that is not closed");
    }
    for (int i = at; i < close; i++) {
      if (isSpace(text.charAt(i))) {
        throw new MalformedMessage("a space in an address");
      }
    }
    at = close + 1;
  }

  /** To the next comma outside of quotes, or the end. */
  private void parameters() throws MalformedMessage {
    while (at < text.length() && !is(',')) {
      if (is('"')) {
        quoted();
      } else {
        at++;
      }
    }
  }

  private void quoted() throws MalformedMessage {
    for (at++; at < text.length(); at++) {
      if (is('\\')) {
        at++;
      } else if (is('"')) {
        at++;
        return;
      }
    }
    throw new MalformedMessage("a quote that is not closed");
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private boolean is(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
