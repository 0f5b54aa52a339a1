package dev.assent.dialer.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 400 to a request that does not parse (RFC 3261 section 16.3, RFC 4475): its headers go back as
 * they came, unread, to where they came from. A peer with a broken phrase learns of it at once, and
 * does not repeat it for half a minute.
 */
public final class BadRequest {
  private static final Set<String> COPIED =
      Set.of("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq");
  private static final int NEEDED = 5;

  private BadRequest() {}

  /**
   * The answer, or null where there is none: to an ACK, to a response, to a packet that lacks one
   * of the headers an answer is known by.
   *
   * @param tag ours, for a To without one
   */
  public static byte @Nullable [] answer(byte[] packet, Envelope envelope, String tag) {
    String head = new String(packet, 0, envelope.bodyStart(), ISO_8859_1).stripLeading();
    if (envelope.status() != 0 || head.startsWith("ACK ")) {
      return null;
    }
    StringBuilder answer = new StringBuilder("SIP/2.0 400 Bad Request\r\n");
    StringBuilder found = new StringBuilder();
    String[] lines = head.split("\r?\n(?![ \t])");
    for (int i = 1; i < lines.length; i++) {
      int colon = Math.max(0, lines[i].indexOf(':'));
      String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (COPIED.contains(name)) {
        boolean to = name.startsWith("t");
        boolean tagged = !to || lines[i].contains("tag");
        answer.append(lines[i]).append(tagged ? "" : ";tag=" + tag).append("\r\n");
        char initial = name.equals("call-id") ? 'i' : name.charAt(0);
        if (found.indexOf(String.valueOf(initial)) < 0) {
          found.append(initial);
        } else if (initial != 'v') {
          return null; // two of them: nobody could tell whose answer this is
        }
      }
    }
    answer.append("Content-Length: 0\r\n\r\n");
    return found.length() == NEEDED ? answer.toString().getBytes(ISO_8859_1) : null;
  }
}
