package dev.assent.compliance;

import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.policy.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When somebody is called again in a campaign after an attempt that ended so. It only narrows: gap
 * and number of attempts of the packs hold besides.
 *
 * @param gap from the last attempt to the next
 * @param max how often at most somebody is called again after such an end; 0: never
 * @param hours of the called person's day in which the next attempt may be; empty for all
 */
public record RetryStep(After after, Duration gap, int max, List<Window> hours) {
  private static final int DAYS_AHEAD = 3;
  private static final int TRIES = 32;

  /** How an attempt came to nothing. */
  public enum After {
    BUSY,
    NO_ANSWER,
    /** The carrier or a network had no room (SIP 503, Q.850 34, 42). */
    CONGESTION,
    /** The number cannot be reached now. */
    UNREACHABLE,
    /** Any other failure. */
    FAILED,
    /** Answered, and hung up before the choice. */
    HUNG_UP,
    /** Answered, and no key was pressed. */
    SILENCE,
    /** Answered, and no key could be heard. */
    NO_KEY;

    /** Empty after an end that no campaign file has a say in. */
    public static Optional<After> of(PastCall call) {
      Outcome outcome = call.outcome();
      return switch (outcome) {
        case BUSY -> Optional.of(BUSY);
        case NO_ANSWER -> Optional.of(NO_ANSWER);
        case FAILED -> Optional.of(failed(call.disposition()));
        case HUNG_UP -> Optional.of(HUNG_UP);
        case REFUSED_TIMEOUT -> Optional.of(SILENCE);
        case NO_KEY_PATH -> Optional.of(NO_KEY);
        case AGREED,
            REFUSED,
            OPTED_OUT,
            OPT_OUT_PENDING,
            CANCELLED,
            CANCELLED_DNC,
            UNWANTED,
            BLOCKED,
            REC_FAIL,
            UNKNOWN,
            ANSWERED_UNHEARD,
            NOT_SENT ->
            Optional.empty();
        case null -> Optional.empty();
      };
    }

    private static After failed(String disposition) {
      return switch (disposition) {
        case "CONGESTION" -> CONGESTION;
        case "UNREACHABLE" -> UNREACHABLE;
        case "NO_ANSWER" -> NO_ANSWER;
        case "BUSY" -> BUSY;
        default -> FAILED;
      };
    }
  }

  public RetryStep {
    hours = List.copyOf(hours);
  }

  /**
   * The first instant not before {@code from} that is within its hours wherever the person may be;
   * empty when there is none within some days.
   */
  public Optional<Instant> within(Instant from, Collection<ZoneId> zones) {
    if (hours.isEmpty()) {
      return Optional.of(from);
    }
    Instant at = from;
    for (int look = 0; look < TRIES; look++) {
      Instant asked = at;
      List<Optional<Instant>> openings = zones.stream().map(zone -> opening(asked, zone)).toList();
      if (openings.isEmpty() || openings.stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
      at = openings.stream().flatMap(Optional::stream).max(Comparator.naturalOrder()).orElseThrow();
      if (at.equals(asked)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> opening(Instant from, ZoneId zone) {
    if (open(from, zone)) {
      return Optional.of(from);
    }
    LocalDate first = from.atZone(zone).toLocalDate();
    return Stream.iterate(first, day -> day.plusDays(1))
        .limit(DAYS_AHEAD)
        .flatMap(day -> hours.stream().map(window -> LocalDateTime.of(day, window.start())))
        .map(start -> start.atZone(zone).toInstant())
        .filter(at -> !at.isBefore(from) && open(at, zone))
        .min(Comparator.naturalOrder());
  }

  private boolean open(Instant at, ZoneId zone) {
    return hours.stream().anyMatch(window -> window.contains(at.atZone(zone).toLocalTime()));
  }
}
