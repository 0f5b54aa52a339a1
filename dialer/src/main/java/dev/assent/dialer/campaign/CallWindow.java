package dev.assent.dialer.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Threshold;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last calls of a run, as its thresholds count them. Any thread. */
final class CallWindow {
  /** Carriers call what is over sooner a short call. */
  private static final Duration SHORT = Duration.ofSeconds(6);

  /**
   * @param talk from answer to end; null when nobody answered
   */
  private record Ended(Outcome outcome, @Nullable Duration talk) {
    boolean answered() {
      return talk != null;
    }

    boolean brief() {
      return talk != null && talk.compareTo(SHORT) < 0;
    }

    boolean agreed() {
      return outcome == Outcome.AGREED || outcome == Outcome.REC_FAIL;
    }
  }

  /**
   * A figure.
   *
   * @param count what was counted
   * @param of calls it is a part of
   */
  record Reading(long count, long of) {
    double percent() {
      return of == 0 ? 0 : 100.0 * count / of;
    }

    /** For example {@code 12 of 80 (15.0 %)}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d of %d (%.1f %%)", count, of, percent());
    }
  }

  private final Deque<Ended> calls = new ArrayDeque<>();
  private long complaints;

  /** People of this campaign with an open complaint, as last counted. */
  synchronized void complaints(long people) {
    complaints = people;
  }

  /** What never left, or was called off by us, says nothing of the carrier or the people. */
  synchronized void ended(Outcome outcome, @Nullable Duration talk) {
    switch (outcome) {
      case NOT_SENT, CANCELLED, CANCELLED_DNC -> {}
      case AGREED,
          REFUSED,
          REFUSED_TIMEOUT,
          OPTED_OUT,
          OPT_OUT_PENDING,
          NO_KEY_PATH,
          HUNG_UP,
          BUSY,
          NO_ANSWER,
          FAILED,
          UNWANTED,
          BLOCKED,
          REC_FAIL,
          ANSWERED_UNHEARD,
          UNKNOWN -> {
        calls.addLast(new Ended(outcome, talk));
        if (calls.size() > Threshold.LARGEST_SAMPLE) {
          calls.removeFirst();
        }
      }
    }
  }

  synchronized Reading read(Threshold.Measure measure) {
    return switch (measure) {
      case SHORT_CALLS -> part(Ended::brief, Ended::answered);
      case ASR -> part(Ended::answered, _ -> true);
      case OPT_OUTS ->
          part(
              call ->
                  call.outcome() == Outcome.OPTED_OUT || call.outcome() == Outcome.OPT_OUT_PENDING,
              Ended::answered);
      case NO_KEY -> part(is(Outcome.NO_KEY_PATH), Ended::answered);
      case UNWANTED -> part(is(Outcome.UNWANTED), _ -> true);
      case BLOCKED -> part(is(Outcome.BLOCKED), _ -> true);
      case FAILED -> part(is(Outcome.FAILED), _ -> true);
      case UNRECORDED -> part(is(Outcome.REC_FAIL), Ended::agreed);
      case COMPLAINTS -> new Reading(complaints, part(_ -> true, _ -> true).of());
    };
  }

  private static Predicate<Ended> is(Outcome outcome) {
    return call -> call.outcome() == outcome;
  }

  private Reading part(Predicate<Ended> counted, Predicate<Ended> of) {
    long all = calls.stream().filter(of).count();
    return new Reading(calls.stream().filter(of).filter(counted).count(), all);
  }
}
