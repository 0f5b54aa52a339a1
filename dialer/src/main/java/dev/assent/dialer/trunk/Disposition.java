package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refused call means, in words that do not change: from the final answer and its Reason
 * headers (RFC 3326), of which there may be several. A Q.850 cause tells more than the status a
 * gateway made of it; but who says 486, 600, 603, 607 or 608 means it.
 */
public enum Disposition {
  BUSY,
  /** It rang and nobody came. */
  NO_ANSWER,
  /** No such number. */
  UNALLOCATED,
  /** There is such a number, and no telephone answers for it now. */
  UNREACHABLE,
  /** Somebody, or something of theirs, said no. */
  DECLINED,
  /** 607 (RFC 8197): calls like this one are not wanted. A refusal. */
  UNWANTED,
  /** 608 (RFC 8688), or 603 "Network Blocked" (ATIS-1000099): analytics of a network stopped it. */
  BLOCKED,
  /** The carrier does not let us: credentials, caller number, destination. */
  FORBIDDEN,
  /** 3xx: never followed. */
  REDIRECTED,
  /** The two sides have no kind of sound in common. */
  INCOMPATIBLE,
  /** No room, out of order, too slow: it may work later. */
  CONGESTION,
  OTHER;

  private static final Pattern CAUSE =
      Pattern.compile("(?i)^([^;]+);.*?cause=([0-9]{1,3})(?![0-9])");

  /** The disposition of a final answer of 300 and above. */
  public static Disposition of(Refusal refusal) {
    int status = refusal.status();
    if (isFinalWord(status)) {
      return ofStatus(status, refusal);
    }
    OptionalInt q850 = cause(refusal.reasonHeaders(), "Q.850");
    if (q850.isPresent()) {
      Disposition told = ofQ850(q850.getAsInt());
      if (told != OTHER) {
        return told;
      }
    }
    OptionalInt sip = cause(refusal.reasonHeaders(), "SIP");
    Disposition told = sip.isPresent() ? ofStatus(sip.getAsInt(), refusal) : OTHER;
    return told == OTHER || status < 400 ? ofStatus(status, refusal) : told;
  }

  /** The Q.850 cause of Reason headers, if they tell one. */
  public static OptionalInt q850(List<String> reasonHeaders) {
    return cause(reasonHeaders, "Q.850");
  }

  private static boolean isFinalWord(int status) {
    return status < 400
        || switch (status) {
          case 486, 600, 603, 607, 608 -> true;
          default -> false;
        };
  }

  private static OptionalInt cause(List<String> reasonHeaders, String protocol) {
    for (String header : reasonHeaders) {
      Matcher matcher = CAUSE.matcher(header);
      if (matcher.find() && matcher.group(1).strip().equalsIgnoreCase(protocol)) {
        return OptionalInt.of(Integer.parseInt(matcher.group(2)));
      }
    }
    return OptionalInt.empty();
  }

  private static Disposition ofStatus(int status, Refusal refusal) {
    return switch (status) {
      case 486, 600 -> BUSY;
      case 480 -> refusal.rang() ? NO_ANSWER : UNREACHABLE;
      case 408 -> NO_ANSWER;
      case 404, 410, 484, 485, 604 -> UNALLOCATED;
      case 430 -> UNREACHABLE;
      case 603 -> isNetworkBlock(refusal) ? BLOCKED : DECLINED;
      case 607 -> UNWANTED;
      case 608 -> BLOCKED;
      case 401, 402, 403, 405, 407, 433, 436, 437, 438 -> FORBIDDEN;
      case 406, 415, 420, 421, 488, 606 -> INCOMPATIBLE;
      case 500, 502, 503, 504, 580 -> CONGESTION;
      default -> status >= 300 && status < 400 ? REDIRECTED : OTHER;
    };
  }

  /** 603+: by its phrase, or by the version tag in the text of its Reason. */
  private static boolean isNetworkBlock(Refusal refusal) {
    return refusal.phrase().toLowerCase(Locale.ROOT).contains("network blocked")
        || refusal.reasonHeaders().stream()
            .map(header -> header.toLowerCase(Locale.ROOT))
            .anyMatch(header -> header.startsWith("q.850") && header.contains("v=analytics"));
  }

  /** ITU-T Q.850 table 1. */
  private static Disposition ofQ850(int cause) {
    return switch (cause) {
      case 1, 22, 28 -> UNALLOCATED;
      case 17 -> BUSY;
      case 19 -> NO_ANSWER;
      case 2, 3, 18, 20, 27, 31 -> UNREACHABLE;
      case 21 -> DECLINED;
      case 50, 52, 53, 54, 55, 57, 87 -> FORBIDDEN;
      case 58, 63, 65, 66, 69, 70, 79, 88 -> INCOMPATIBLE;
      case 34, 38, 41, 42, 43, 44, 46, 47, 102 -> CONGESTION;
      default -> OTHER;
    };
  }
}
