package dev.assent.dialer.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a packet in one pass over its lines, before any parsing: whose it is, whether
 * it is a request, and where its body lies.
 *
 * @param callId never empty
 * @param status of a response; 0 for a request
 * @param version2 the first line names SIP/2.0 (the parser does not look)
 * @param bodyStart index of the first byte of the body
 * @param bodyLength by Content-Length, else to the end of the packet (RFC 3261 section 18.3)
 */
public record Envelope(String callId, int status, boolean version2, int bodyStart, int bodyLength) {
  private static final byte[] CALL_ID = "call-id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REQUEST_END = " SIP/2.0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RESPONSE_START = "SIP/2.0 ".getBytes(StandardCharsets.US_ASCII);

  /**
   * @return null if there is no Call-ID or more than one, no end of the headers, or a
   *     Content-Length that is no number, is given twice differently, or exceeds the packet
   */
  public static @Nullable Envelope of(byte[] packet) {
    String callId = null;
    int contentLength = -1;
    int start = firstLine(packet);
    int status = status(packet, start);
    boolean version2 = status != 0;
    int line = start;
    while (true) {
      int newline = indexOf(packet, '\n', line, packet.length);
      if (newline < 0) {
        return null;
      }
      int end = newline > line && packet[newline - 1] == '\r' ? newline - 1 : newline;
      if (end == line) {
        int bodyStart = newline + 1;
        int rest = packet.length - bodyStart;
        if (callId == null || contentLength > rest) {
          return null;
        }
        return new Envelope(
            callId, status, version2, bodyStart, contentLength < 0 ? rest : contentLength);
      }
      if (line == start && status == 0) {
        version2 = endsWith(packet, start, end, REQUEST_END);
      }
      switch (packet[line]) {
        case 'c', 'C', 'i', 'I', 'l', 'L' -> {
          int colon = indexOf(packet, ':', line, end);
          if (colon > 0 && line != start) {
            if (isNamed(packet, line, colon, CALL_ID, 'i')) {
              if (callId != null || isBlank(packet, colon + 1, end)) {
                return null;
              }
              callId = trimmed(packet, colon + 1, end);
            } else if (isNamed(packet, line, colon, CONTENT_LENGTH, 'l')) {
              int value = number(packet, colon + 1, end);
              if (value < 0 || (contentLength >= 0 && contentLength != value)) {
                return null;
              }
              contentLength = value;
            }
          }
        }
        default -> {}
      }
      line = newline + 1;
    }
  }

  /** Only line breaks or NULs: a keep-alive (RFC 5626), not a message. */
  public static boolean isKeepAlive(byte[] packet) {
    for (byte b : packet) {
      if (b != '\r' && b != '\n' && b != 0) {
        return false;
      }
    }
    return true;
  }

  private static int firstLine(byte[] packet) {
    int start = 0;
    while (start < packet.length && (packet[start] == '\r' || packet[start] == '\n')) {
      start++;
    }
    return start;
  }

  private static int status(byte[] packet, int start) {
    int digits = start + RESPONSE_START.length;
    if (packet.length < digits + 3) {
      return 0;
    }
    for (int i = 0; i < RESPONSE_START.length; i++) {
      if (packet[start + i] != RESPONSE_START[i]) {
        return 0;
      }
    }
    int status = 0;
    for (int i = digits; i < digits + 3; i++) {
      int digit = packet[i] - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      status = 10 * status + digit;
    }
    return status;
  }

  private static boolean endsWith(byte[] packet, int from, int to, byte[] end) {
    return to - from >= end.length
        && Arrays.equals(packet, to - end.length, to, end, 0, end.length);
  }

  private static boolean isNamed(byte[] packet, int from, int colon, byte[] name, char compact) {
    int end = colon;
    while (end > from && isSpace(packet[end - 1])) {
      end--;
    }
    if (end - from == 1) {
      return (packet[from] | 0x20) == compact;
    }
    if (end - from != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if ((packet[from + i] | 0x20) != (name[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte[] packet, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(packet[i])) {
        return false;
      }
    }
    return true;
  }

  private static String trimmed(byte[] packet, int from, int to) {
    int start = from;
    int end = to;
    while (isSpace(packet[start])) {
      start++;
    }
    while (isSpace(packet[end - 1])) {
      end--;
    }
    return new String(packet, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static int number(byte[] packet, int from, int to) {
    int value = -1;
    boolean over = false;
    for (int i = from; i < to; i++) {
      int digit = packet[i] - '0';
      if (digit >= 0 && digit <= 9 && !over && value < 1_000_000) {
        value = 10 * Math.max(value, 0) + digit;
      } else if (isSpace(packet[i])) {
        over = value >= 0;
      } else {
        return -1;
      }
    }
    return value;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int indexOf(byte[] packet, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (packet[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
