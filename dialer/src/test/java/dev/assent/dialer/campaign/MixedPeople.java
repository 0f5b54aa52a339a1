package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.LawfulHome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * People of every kind, and the law about them written down a second time: by wall clocks and
 * tables of its own, without the rules and without the policy. (Their data types it needs to import
 * them.)
 */
final class MixedPeople {
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final ZoneOffset URUMQI = ZoneOffset.ofHours(6);
  private static final Instant FIRST_CALL = time("2026-02-01T10:00:00+08:00");
  private static final Instant LAST_CALL = time("2026-03-17T20:00:00+08:00");
  private static final int DAYS_AHEAD = 75;
  private static final Set<LocalDate> OFF = new HashSet<>();

  static {
    off("2026-02-15", 9);
    off("2026-04-04", 3);
    off("2026-05-01", 5);
    off("2026-06-19", 3);
  }

  private final Map<String, Someone> byNumber = new HashMap<>();
  private final Map<String, List<Instant>> countedCalls = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Someone> people = new ArrayList<>();

  private enum Consent {
    GOOD,
    NONE,
    FOR_SERVICE_ONLY,
    TO_25_MARCH,
    BY_SMS_ONLY,
    NOT_FROM_A_MACHINE
  }

  MixedPeople(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      boolean american = i % 100 == 99;
      String number =
          american ? "+1202555%04d".formatted(100 + i / 100) : "+86199%08d".formatted(i);
      String person = i % 10 < 4 ? "customer " + i / 2 : "customer of line " + i;
      Someone someone =
          new Someone(
              i,
              number,
              person,
              american,
              random.nextInt(5) == 0,
              oneOf(random, 20, AgeBand.ADULT, AgeBand.UNDER_14, AgeBand.FROM_14_TO_17),
              random.nextInt(33) == 0
                  ? time("2026-03-20T00:00:00+08:00")
                  : time("2027-06-01T00:00:00+08:00"),
              oneOf(random, 30, Consent.values()),
              this);
      people.add(someone);
      byNumber.put(number, someone);
    }
    for (Someone someone : people) {
      if (random.nextInt(40) == 0) {
        refused.add(someone.person());
        someone.refuses = true;
      }
      int calls = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 0;
      for (int i = 0; i < calls; i++) {
        long span = Duration.between(FIRST_CALL, LAST_CALL).toSeconds();
        Instant at = FIRST_CALL.plusSeconds(random.nextLong(span));
        boolean rang = random.nextInt(5) > 0;
        someone.calls.add(new Call(at, rang));
        if (rang) {
          countedCalls.computeIfAbsent(someone.person(), _ -> new ArrayList<>()).add(at);
        }
      }
    }
  }

  /** Mostly the first; each other one in {@code rarity}. */
  @SafeVarargs
  private static <T> T oneOf(SplittableRandom random, int rarity, T... values) {
    int drawn = random.nextInt(rarity);
    return drawn < values.length ? values[drawn] : values[0];
  }

  private record Call(Instant at, boolean rang) {}

  /** Brings them, their calls and their refusals into a home. */
  Campaign settleIn(LawfulHome home) throws Exception {
    Campaign campaign = home.campaignOf(people.stream().map(Someone::row).toList());
    Map<String, UUID> ids = PlanRecountTest.contacts(home, campaign, FIRST_CALL);
    for (Someone someone : people) {
      for (Call call : someone.calls) {
        home.called(ids.get(someone.number()), call.at(), call.rang());
      }
      if (someone.refuses) {
        home.refused(PhoneNumber.ofE164(someone.number()), LAST_CALL);
      }
    }
    return campaign;
  }

  Someone withNumber(String number) {
    return byNumber.get(number);
  }

  static boolean sameMonth(Instant a, Instant b) {
    return YearMonth.from(a.atOffset(BEIJING)).equals(YearMonth.from(b.atOffset(BEIJING)));
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static void off(String first, int days) {
    for (int i = 0; i < days; i++) {
      OFF.add(LocalDate.parse(first).plusDays(i));
    }
  }

  /** One line of the list. */
  static final class Someone {
    private final int line;
    private final String number;
    private final String person;
    private final boolean american;
    private final boolean inUrumqi;
    private final AgeBand age;
    private final Instant expiresAt;
    private final Consent consent;
    private final MixedPeople all;
    private final List<Call> calls = new ArrayList<>();
    private boolean refuses;

    private Someone(
        int line,
        String number,
        String person,
        boolean american,
        boolean inUrumqi,
        AgeBand age,
        Instant expiresAt,
        Consent consent,
        MixedPeople all) {
      this.line = line;
      this.number = number;
      this.person = person;
      this.american = american;
      this.inUrumqi = inUrumqi;
      this.age = age;
      this.expiresAt = expiresAt;
      this.consent = consent;
      this.all = all;
    }

    String number() {
      return number;
    }

    String person() {
      return person;
    }

    private ContactRow row() {
      return new ContactRow(
          line,
          PhoneNumber.ofE164(number),
          null,
          person,
          inUrumqi && !american ? Whereabouts.in(ZoneId.of("Asia/Urumqi")) : Whereabouts.UNSAID,
          "zh-CN",
          age,
          QuietTimes.NONE,
          expiresAt,
          consent == Consent.NONE ? List.of() : List.of(grant()));
    }

    private ContactRow.GivenGrant grant() {
      return new ContactRow.GivenGrant(
          GrantScope.CALL,
          consent == Consent.FOR_SERVICE_ONLY
              ? Set.of(Purpose.SERVICE)
              : Set.of(Purpose.SERVICE, Purpose.MARKETING),
          Set.of(consent == Consent.BY_SMS_ONLY ? Channel.SMS : Channel.VOICE),
          consent != Consent.NOT_FROM_A_MACHINE,
          ConsentForm.WEB_TICK,
          "notice-3",
          time("2025-12-01T09:00:00+08:00"),
          consent == Consent.TO_25_MARCH
              ? time("2026-03-25T00:00:00+08:00")
              : time("2026-11-30T00:00:00+08:00"),
          "ab".repeat(32),
          null);
    }

    /** Worst outcome, then lowest rule. */
    String verdict(Instant at) {
      return Stream.<BiFunction<Someone, Instant, @Nullable String>>of(
              Someone::never, Someone::denied, Someone::notYet)
          .flatMap(question -> Stream.ofNullable(question.apply(this, at)))
          .findFirst()
          .orElse("ALLOWED");
    }

    private @Nullable String never(Instant at) {
      if (age != AgeBand.ADULT) {
        return "BLOCKED MINOR";
      }
      return all.refused.contains(person) && at.isAfter(FIRST_CALL) ? "BLOCKED DNC_INTERNAL" : null;
    }

    private @Nullable String denied(Instant at) {
      if (american) {
        return "BLOCKED JURISDICTION_UNKNOWN";
      }
      if (!at.isBefore(expiresAt)) {
        return "BLOCKED RETENTION_EXPIRED";
      }
      return switch (consent) {
        case GOOD -> null;
        case NONE -> "BLOCKED CONSENT_MISSING";
        case FOR_SERVICE_ONLY -> "BLOCKED PURPOSE_MISMATCH";
        case TO_25_MARCH ->
            at.isBefore(time("2026-03-25T00:00:00+08:00")) ? null : "BLOCKED CONSENT_EXPIRED";
        case BY_SMS_ONLY, NOT_FROM_A_MACHINE -> "BLOCKED CONSENT_SCOPE";
      };
    }

    private @Nullable String notYet(Instant at) {
      if (zones().anyMatch(zone -> OFF.contains(local(at, zone).toLocalDate()))) {
        return "DEFERRED HOLIDAY";
      }
      if (!zones().allMatch(zone -> inWindow(local(at, zone).toLocalTime()))) {
        return "DEFERRED OUTSIDE_WINDOW";
      }
      List<Instant> counted = all.countedCalls.getOrDefault(person, List.of());
      return Stream.of("FREQ_DAY", "FREQ_24H", "FREQ_WEEK", "FREQ_7D", "FREQ_MONTH", "FREQ_30D")
          .filter(cap -> zones().anyMatch(zone -> reached(cap, counted, at, zone)))
          .findFirst()
          .map(cap -> "DEFERRED " + cap)
          .orElse(null);
    }

    private static boolean inWindow(LocalTime time) {
      return !time.isBefore(LocalTime.of(9, 0)) && time.isBefore(LocalTime.of(20, 59, 15));
    }

    private static boolean reached(String cap, List<Instant> calls, Instant at, ZoneOffset zone) {
      LocalDate today = local(at, zone).toLocalDate();
      long counted =
          calls.stream()
              .filter(
                  call -> {
                    LocalDate on = local(call, zone).toLocalDate();
                    long ago = Duration.between(call, at).toSeconds();
                    return switch (cap) {
                      case "FREQ_DAY" -> on.equals(today);
                      case "FREQ_24H" -> ago < 86_400;
                      case "FREQ_WEEK" -> week(on).equals(week(today));
                      case "FREQ_7D" -> ago < 7 * 86_400;
                      case "FREQ_MONTH" -> YearMonth.from(on).equals(YearMonth.from(today));
                      default -> ago < 30 * 86_400;
                    };
                  })
              .count();
      return counted
          >= switch (cap) {
            case "FREQ_DAY", "FREQ_24H" -> 1;
            case "FREQ_WEEK", "FREQ_7D" -> 3;
            default -> 2;
          };
    }

    private static String week(LocalDate day) {
      return day.get(IsoFields.WEEK_BASED_YEAR) + "-" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /** Tries every instant at which anything may change for the better. */
    Optional<Instant> nextLawful(Instant at) {
      if (verdict(at).startsWith("BLOCKED")) {
        return Optional.empty();
      }
      TreeSet<Instant> candidates = new TreeSet<>(Set.of(at));
      LocalDate today = local(at, BEIJING).toLocalDate();
      for (int day = 0; day <= DAYS_AHEAD; day++) {
        LocalDateTime nine = today.plusDays(day).atTime(9, 0);
        candidates.add(nine.toInstant(BEIJING));
        candidates.add(nine.toInstant(URUMQI));
      }
      for (Instant call : all.countedCalls.getOrDefault(person, List.of())) {
        Stream.of(1, 7, 30).forEach(days -> candidates.add(call.plusSeconds(days * 86_400L)));
      }
      return candidates.tailSet(at).stream()
          .filter(candidate -> verdict(candidate).equals("ALLOWED"))
          .findFirst();
    }

    private Stream<ZoneOffset> zones() {
      return inUrumqi ? Stream.of(BEIJING, URUMQI) : Stream.of(BEIJING);
    }

    private static LocalDateTime local(Instant at, ZoneOffset zone) {
      return LocalDateTime.ofInstant(at, zone);
    }

    @Override
    public String toString() {
      return "line "
          + line
          + (inUrumqi ? " in Urumqi " : " ")
          + consent
          + " called "
          + all.countedCalls.getOrDefault(person, List.of());
    }
  }
}
