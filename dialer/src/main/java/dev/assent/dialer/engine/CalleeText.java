package dev.assent.dialer.engine;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.config.TrunkConfig.CalleeFormat;

/** Writes a called number as a carrier wants it. */
final class CalleeText {
  private static final String CHINA = "+86";

  private CalleeText() {}

  static String of(PhoneNumber number, CalleeFormat format) {
    String e164 = number.e164();
    return switch (format) {
      case E164_PLUS -> e164;
      case E164 -> e164.substring(1);
      // Calls go to mainland China only in this release; elsewhere nothing is dialled (R12).
      case NATIONAL ->
          e164.startsWith(CHINA) ? e164.substring(CHINA.length()) : "00" + e164.substring(1);
    };
  }
}
