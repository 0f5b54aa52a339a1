package dev.assent.dialer.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the session description beside what gateways add to it, such as ISUP (RFC 5621). */
final class Multipart {
  private static final int PART_LIMIT = 8;

  private Multipart() {}

  static byte @Nullable [] sdp(byte[] body, String boundary) {
    // Latin-1 keeps every byte, so a binary part beside ours does no harm.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String[] parts = text.split("--" + Pattern.quote(boundary), PART_LIMIT + 2);
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf("\r\n\r\n");
      if (end >= 0 && isSdp(parts[i].substring(0, end))) {
        String content = parts[i].substring(end + 4);
        // The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
        int last = content.endsWith("\r\n") ? content.length() - 2 : content.length();
        return content.substring(0, last).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return null;
  }

  private static boolean isSdp(String headers) {
    for (String line : headers.toLowerCase(Locale.ROOT).split("\r\n", -1)) {
      if (line.startsWith("content-type:") && line.contains("application/sdp")) {
        return true;
      }
    }
    return false;
  }
}
