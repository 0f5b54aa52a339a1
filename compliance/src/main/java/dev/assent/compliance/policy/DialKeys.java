package dev.assent.compliance.policy;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What may be called for, how often, and how a call is placed (R03, R07, R09, R25, R30–R33). */
public final class DialKeys {

  /** What an answering machine hears. Strictest first. */
  public enum Voicemail {
    HANGUP,
    MESSAGE
  }

  /** How surely the carrier vouches for the caller number (STIR/SHAKEN). Strictest first. */
  public enum Attestation {
    A,
    B,
    C,
    NONE
  }

  public static final PolicyKey<Set<Purpose>> PURPOSES =
      PolicyKey.of("purposes", (y, k) -> Set.copyOf(y.choices(k, Purpose.class)), Stricter::common);

  /** Seconds before which nobody gives up ringing. */
  public static final PolicyKey<Integer> RING_MIN_SEC = longest("ringMinSec", 1, 120);

  /** Seconds after which ringing is given up. */
  public static final PolicyKey<Integer> RING_MAX_SEC = shortest("ringMaxSec", 1, 120);

  public static final PolicyKey<Set<Cap>> CAPS =
      PolicyKey.of("caps", DialKeys::caps, Stricter::caps);

  /** Days of rest after a soft refusal. */
  public static final PolicyKey<Integer> COOL_OFF_DAYS = longest("coolOffDays", 0, 3650);

  public static final PolicyKey<Integer> RETRY_GAP_MINUTES = longest("retry.gapMinutes", 1, 43_200);

  /** Attempts within a campaign. */
  public static final PolicyKey<Integer> RETRY_MAX = shortest("retry.max", 1, 100);

  /** At most so many per cent abandoned of the calls answered live, by days of the period. */
  public static final PolicyKey<Map<Integer, Integer>> ABANDON_LIMITS =
      PolicyKey.of("abandon.limits", DialKeys::abandonLimits, Stricter::smallest);

  /** Seconds after the greeting within which somebody must speak. */
  public static final PolicyKey<Integer> ABANDON_CONNECT_SEC =
      shortest("abandon.connectSec", 1, 60);

  /** Hours within which whoever was called and heard nobody may not be called by machine again. */
  public static final PolicyKey<Integer> ABANDON_REST_HOURS = longest("abandon.restHours", 0, 8760);

  /** Calls a carrier takes to one callee, by minutes of the period. */
  public static final PolicyKey<Map<Integer, Integer>> CARRIER_CALLEE_CAPS =
      PolicyKey.of("carrier.calleeCaps", DialKeys::calleeCaps, Stricter::smallest).orElse(Map.of());

  /** Beginnings of numbers a carrier does not take. */
  public static final PolicyKey<Set<String>> CARRIER_BLOCKED =
      PolicyKey.of("carrier.blockedPrefixes", DialKeys::prefixes, Stricter::<String>union)
          .orElse(Set.of());

  /** Beginnings of the E.164 numbers that may be shown. */
  public static final PolicyKey<Set<String>> CALLER_SERIES =
      PolicyKey.of("callerId.series", DialKeys::series, Stricter::prefixes);

  /** Whether only numbers filed with the authority may be shown. */
  public static final PolicyKey<Boolean> CALLER_FILED =
      PolicyKey.of("callerId.filed", YamlMapping::bool, Boolean::logicalOr);

  /** Working days within which a change must be filed. */
  public static final PolicyKey<Integer> CALLER_FILING_WORKING_DAYS =
      shortest("callerId.filingWorkingDays", 1, 365);

  public static final PolicyKey<Attestation> CALLER_ATTESTATION =
      PolicyKey.of(
          "callerId.attestation", (y, k) -> y.choice(k, Attestation.class), Stricter::first);

  public static final PolicyKey<Voicemail> VOICEMAIL =
      PolicyKey.of("voicemail", (y, k) -> y.choice(k, Voicemail.class), Stricter::first);

  static final List<PolicyKey<?>> ALL =
      List.of(
          PURPOSES,
          RING_MIN_SEC,
          RING_MAX_SEC,
          CAPS,
          COOL_OFF_DAYS,
          RETRY_GAP_MINUTES,
          RETRY_MAX,
          ABANDON_LIMITS,
          ABANDON_CONNECT_SEC,
          ABANDON_REST_HOURS,
          CARRIER_CALLEE_CAPS,
          CARRIER_BLOCKED,
          CALLER_SERIES,
          CALLER_FILED,
          CALLER_FILING_WORKING_DAYS,
          CALLER_ATTESTATION,
          VOICEMAIL);

  private DialKeys() {}

  /** A number of which the greater is the stricter. */
  static PolicyKey<Integer> longest(String path, int least, int most) {
    return PolicyKey.of(path, (y, k) -> y.integer(k, least, most), Math::max);
  }

  /** A number of which the smaller is the stricter. */
  static PolicyKey<Integer> shortest(String path, int least, int most) {
    return PolicyKey.of(path, (y, k) -> y.integer(k, least, most), Math::min);
  }

  static Set<String> prefixes(YamlMapping yaml, String key) {
    List<String> prefixes = yaml.texts(key);
    if (!prefixes.stream().allMatch(s -> s.matches("\\+[1-9][0-9]*"))) {
      throw yaml.error(key, "must be beginnings of E.164 numbers such as \"+86\"");
    }
    if (new HashSet<>(prefixes).size() < prefixes.size()) {
      throw yaml.error(key, "holds a value twice");
    }
    return Set.copyOf(prefixes);
  }

  private static Set<String> series(YamlMapping yaml, String key) {
    Set<String> series = prefixes(yaml, key);
    if (series.isEmpty()) {
      throw yaml.error(key, "must be beginnings of E.164 numbers such as \"+86\"");
    }
    return series;
  }

  private static Set<Cap> caps(YamlMapping yaml, String key) {
    Set<Cap> caps = new LinkedHashSet<>();
    yaml.mappings(
        key,
        each -> {
          each.only("scope", "window", "limit");
          Cap.Period period = each.choice("window", Cap.Period.class);
          int limit = each.integer("limit", 1, 1000);
          for (Cap.Scope scope : each.choices("scope", Cap.Scope.class)) {
            if (caps.stream().anyMatch(c -> c.scope() == scope && c.period() == period)) {
              throw each.error("window", "is limited twice for " + Choice.written(scope));
            }
            caps.add(new Cap(scope, period, limit));
          }
          return each;
        });
    return Set.copyOf(caps);
  }

  private static Map<Integer, Integer> abandonLimits(YamlMapping yaml, String key) {
    return limits(yaml, key, "periodDays", 366, "percent", 0, 100);
  }

  private static Map<Integer, Integer> calleeCaps(YamlMapping yaml, String key) {
    return limits(yaml, key, "minutes", 527_040, "limit", 1, 1000);
  }

  private static Map<Integer, Integer> limits(
      YamlMapping yaml, String key, String per, int longest, String limit, int least, int most) {
    Map<Integer, Integer> limits = new TreeMap<>();
    yaml.mappings(
        key,
        each -> {
          each.only(per, limit);
          int period = each.integer(per, 1, longest);
          if (limits.put(period, each.integer(limit, least, most)) != null) {
            throw each.error(per, "stands here a second time; remove one");
          }
          return each;
        });
    return Map.copyOf(limits);
  }
}
