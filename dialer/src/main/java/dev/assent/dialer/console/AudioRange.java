package dev.assent.dialer.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which bytes of a WAV a request wants (RFC 9110 §14: one range of bytes). */
sealed interface AudioRange {
  /** From {@code first} to {@code last}, both within the WAV. */
  record Bytes(long first, long last) implements AudioRange {
    int count() {
      return (int) Math.min(Integer.MAX_VALUE, last - first + 1);
    }
  }

  /** No range, or one that is none: the whole file is wanted. */
  record Whole() implements AudioRange {}

  /** Nothing of it is there. */
  record Beyond() implements AudioRange {}

  /** Several ranges at once, or not in bytes. */
  record Unreadable() implements AudioRange {}

  /** At most 18 digits: more is beyond any file, and beyond a long. */
  Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * @param length bytes of the WAV
   */
  static AudioRange parse(Optional<String> header, long length) {
    if (header.isEmpty()) {
      return new Whole();
    }
    Matcher one = ONE.matcher(header.get().strip());
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return new Unreadable();
    }
    if (one.group(1).isEmpty()) {
      long count = Math.min(length, Long.parseLong(one.group(2)));
      return count == 0 ? new Beyond() : new Bytes(length - count, length - 1);
    }
    long first = Long.parseLong(one.group(1));
    long last = one.group(2).isEmpty() ? length - 1 : Long.parseLong(one.group(2));
    if (last < first && !one.group(2).isEmpty()) {
      return new Unreadable();
    }
    return first >= length ? new Beyond() : new Bytes(first, Math.min(last, length - 1));
  }
}
