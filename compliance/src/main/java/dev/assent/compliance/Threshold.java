package dev.assent.compliance;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a campaign's calls, and what happens when it is not so. Operational: it can
 * only dial less, never permit a call.
 *
 * @param limit in per cent where {@code percent}, else a count; at most two digits after the point
 * @param sample calls that must have been counted before it is judged: 0 for a count
 */
public record Threshold(
    Measure measure,
    Comparison comparison,
    double limit,
    boolean percent,
    Action otherwise,
    int sample) {

  /** What is counted, and of which calls it is a part. */
  public enum Measure {
    /** Answered calls that were over within six seconds, of those answered. */
    SHORT_CALLS,
    /** Answered calls, of those that ended by somebody else's word. */
    ASR,
    /** Calls in which the person opted out, of those answered. */
    OPT_OUTS,
    /** Calls in which no key was heard, of those answered. */
    NO_KEY,
    /** Calls the called side said are unwanted (607), of those ended. */
    UNWANTED,
    /** Calls a network stopped (608, 603+), of those ended. */
    BLOCKED,
    /** Calls that came to nothing by a fault on the way, of those ended. */
    FAILED,
    /** Agreed calls that could not be recorded, of those agreed to. */
    UNRECORDED,
    /** People called in this campaign who have complained and not been answered; a count. */
    COMPLAINTS;

    /** As it is written: {@code short_calls}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the figure must stand to the limit. */
  public enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">="),
    EXACTLY("==");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** Whether a figure is as it should be. */
    public boolean holds(double figure, double limit) {
      return switch (this) {
        case BELOW -> figure < limit;
        case AT_MOST -> figure <= limit;
        case ABOVE -> figure > limit;
        case AT_LEAST -> figure >= limit;
        case EXACTLY -> figure == limit;
      };
    }
  }

  /** What is done, mildest first. */
  public enum Action {
    /** An alert. */
    WARN,
    /** An alert, and a quarter of the calls a second until it is as expected again. */
    SLOW,
    /** An alert, and no further call until a person runs the campaign again. */
    BRAKE
  }

  /** What a share is judged by when the file names no sample. */
  public static final int USUAL_SAMPLE = 50;

  /** So many calls are looked back at. */
  public static final int LARGEST_SAMPLE = 500;

  private static final Pattern WRITTEN =
      Pattern.compile("([a-z_]{1,20}) *(<=|>=|==|<|>) *([0-9]{1,6}(?:\\.[0-9]{1,2})?)(%?)");

  /**
   * Reads {@code short_calls < 10%}.
   *
   * @param sample null: the usual one for a share, none for a count
   * @return empty when it does not read so
   */
  public static Optional<Threshold> parse(
      String expected, Action otherwise, @Nullable Integer sample) {
    Matcher matcher = WRITTEN.matcher(expected.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean percent = !matcher.group(4).isEmpty();
    int least = sample != null ? sample : percent ? USUAL_SAMPLE : 0;
    double limit = Double.parseDouble(matcher.group(3));
    return Stream.of(Measure.values())
        .filter(measure -> measure.word().equals(matcher.group(1)))
        .filter(measure -> percent ? measure != Measure.COMPLAINTS : measure != Measure.ASR)
        .filter(_ -> !percent || limit <= 100)
        .findFirst()
        .map(
            measure ->
                new Threshold(
                    measure, comparison(matcher.group(2)), limit, percent, otherwise, least));
  }

  private static Comparison comparison(String sign) {
    return Stream.of(Comparison.values())
        .filter(each -> each.sign.equals(sign))
        .findFirst()
        .orElseThrow();
  }

  /** As it is written: {@code short_calls < 10%}. */
  @Override
  public String toString() {
    String number =
        limit == Math.rint(limit)
            ? Long.toString(Math.round(limit))
            : String.format(Locale.ROOT, "%.2f", limit);
    return measure.word() + " " + comparison.sign + " " + number + (percent ? "%" : "");
  }
}
