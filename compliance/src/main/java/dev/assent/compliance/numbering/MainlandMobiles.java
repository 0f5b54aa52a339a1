package dev.assent.compliance.numbering;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the numbering library says of mobile numbers of the mainland, remembered by their first five
 * digits: its plan of them depends on no later one (MainlandMobilesTest), and lists hold millions.
 * Any thread.
 */
final class MainlandMobiles {
  private static final String COUNTRY = "+86";
  private static final int DIGITS = 11;
  private static final int PREFIX_DIGITS = 5;

  private static final MainlandMobiles KNOWN = new MainlandMobiles();

  /** By the four digits after the 1. */
  private final AtomicReferenceArray<@Nullable NumberKind> kinds =
      new AtomicReferenceArray<>(10_000);

  private final AtomicReferenceArray<@Nullable List<String>> zones =
      new AtomicReferenceArray<>(10_000);

  private MainlandMobiles() {}

  /** Whether it is eleven digits from 13 on but 179, and nothing else. */
  static boolean national(String text) {
    return text.length() == DIGITS && mobile(text, 0);
  }

  static boolean e164(String text) {
    return text.length() == COUNTRY.length() + DIGITS
        && text.startsWith(COUNTRY)
        && mobile(text, COUNTRY.length());
  }

  private static boolean mobile(String text, int from) {
    // 179 may be dialled before other numbers, to choose a carrier.
    if (text.charAt(from) != '1' || text.charAt(from + 1) < '3' || text.startsWith("179", from)) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The digits after the country code of one of {@link #e164}. */
  static String national(PhoneNumber number) {
    return number.e164().substring(COUNTRY.length());
  }

  /**
   * @param number one of {@link #e164}
   */
  static NumberKind kind(PhoneNumber number) {
    return remembered(KNOWN.kinds, number, PhoneNumber::readKind);
  }

  /** Names of the time zones of one of {@link #e164}. */
  static List<String> zoneNames(PhoneNumber number) {
    return remembered(KNOWN.zones, number, PhoneNumber::readZoneNames);
  }

  /** The library is asked for the first number of each prefix. */
  private static <T> T remembered(
      AtomicReferenceArray<@Nullable T> all, PhoneNumber number, Function<PhoneNumber, T> library) {
    int from = COUNTRY.length();
    int prefix = Integer.parseInt(number.e164(), from + 1, from + PREFIX_DIGITS, 10);
    T known = all.get(prefix);
    if (known == null) {
      known = library.apply(number);
      all.set(prefix, known);
    }
    return known;
  }
}
