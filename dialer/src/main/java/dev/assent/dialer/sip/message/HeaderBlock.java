package dev.assent.dialer.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One pass over the headers before JAIN-SIP sees them: what its parser lets pass although RFC 3261
 * does not (RFC 4475), and bounds on what it is slow at, as its cost grows with the square of
 * parameters and folds. Addresses in an answer are taken as they come: a call is worth more than a
 * display name.
 */
final class HeaderBlock {
  static final int MAX_LINES = 256;
  static final int MAX_LINE = 16_384;
  static final int MAX_PARTS = 256;

  /** Method, URI and version, each one space apart (RFC 3261 section 7.1). */
  private static final Pattern REQUEST_LINE =
      Pattern.compile("[-A-Za-z0-9.!%*_+`'~]+ [^\\s<>]+ \\S+");

  private static final Map<String, Integer> ONCE =
      Map.of(
          "from", 1, "f", 1, "to", 2, "t", 2, "call-id", 4, "i", 4, "cseq", 8, "max-forwards", 16);
  private static final Set<String> ADDRESS = Set.of("from", "f", "to", "t");
  private static final Set<String> ADDRESSES = Set.of("contact", "m", "route", "record-route");

  private final byte[] packet;
  private final int end;
  private final boolean request;
  private int at;
  private int seen; // bits of ONCE

  private HeaderBlock(byte[] packet, int start, int end, boolean request) {
    this.request = request;
    this.packet = packet;
    this.at = start;
    this.end = end;
  }

  /**
   * @throws MalformedMessage naming the fault
   */
  static void check(byte[] packet, Envelope envelope) throws MalformedMessage {
    int start = 0;
    while (packet[start] == '\r' || packet[start] == '\n') {
      start++;
    }
    new HeaderBlock(packet, start, envelope.bodyStart(), envelope.status() == 0).check();
  }

  private void check() throws MalformedMessage {
    String first = line();
    if (request && !REQUEST_LINE.matcher(first).matches()) {
      throw new MalformedMessage("the start line is not method, URI, version");
    }
    if (request && first.indexOf('?', hostOf(first)) >= 0) {
      throw new MalformedMessage("the request URI has headers");
    }
    int lines = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (++lines > MAX_LINES) {
        throw new MalformedMessage("more than " + MAX_LINES + " headers");
      }
      header(line);
    }
  }

  /** The next line with what is folded into it, without its end. Empty: the headers are over. */
  private String line() throws MalformedMessage {
    int start = at;
    int parts = 0;
    int stop;
    do {
      stop = newline(at);
      at = stop + 1;
      parts++;
    } while (stop > start + 1 && at < end && (packet[at] == ' ' || packet[at] == '\t'));
    for (int i = start; i < stop; i++) {
      parts += packet[i] == ';' || packet[i] == ',' ? 1 : 0;
    }
    if (stop - start > MAX_LINE || parts > MAX_PARTS) {
      throw new MalformedMessage("a header too long");
    }
    int last = stop > start && packet[stop - 1] == '\r' ? stop - 1 : stop;
    return new String(packet, start, last - start, StandardCharsets.ISO_8859_1);
  }

  private int newline(int from) {
    int i = from;
    while (i < end - 1 && packet[i] != '\n') {
      i++;
    }
    return i;
  }

  private void header(String line) throws MalformedMessage {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return; // the parser's affair
    }
    String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    int bit = ONCE.getOrDefault(name, 0);
    if ((seen & bit) != 0) {
      throw new MalformedMessage("a header twice that may be there once");
    }
    seen |= bit;
    if (request && (ADDRESS.contains(name) || ADDRESSES.contains(name))) {
      new AddressSyntax(line, colon + 1).check(ADDRESSES.contains(name));
    }
  }

  /** Where the host of the first URI begins: a question mark before it belongs to a user part. */
  static int hostOf(String text) {
    return Math.max(0, text.lastIndexOf('@'));
  }
}
