package dev.assent.dialer.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.store.campaign.CampaignFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the calls of one run against what its campaign expects of them. It slows dialling down or
 * stops it; nothing here can let a call go. Any thread.
 */
public final class ThresholdWatch {
  /** Of the calls a second, while a threshold that slows is crossed. */
  private static final double SLOW = 0.25;

  /**
   * A threshold that its calls are beyond.
   *
   * @param figure as it stood when this was noticed
   */
  public record Crossed(Threshold threshold, String figure) {
    /** For example {@code short_calls < 10% expected, 12 of 80 (15.0 %): BRAKE}. */
    @Override
    public String toString() {
      return threshold + " expected, " + figure + ": " + threshold.otherwise();
    }
  }

  private final List<Threshold> thresholds;
  private final CallWindow window = new CallWindow();
  private final LongSupplier complaints;
  private final Consumer<Crossed> told;
  private final Map<Threshold, Crossed> standing = new LinkedHashMap<>();
  private @Nullable Crossed brake;

  /**
   * @param complaints people of this campaign with an open complaint, now
   * @param told of every crossing, once until it is as expected again; must not block for long
   */
  public ThresholdWatch(
      List<Threshold> thresholds, LongSupplier complaints, Consumer<Crossed> told) {
    this.thresholds = List.copyOf(thresholds);
    this.complaints = complaints;
    this.told = told;
  }

  /**
   * A call has ended.
   *
   * @param talk from answer to end; null when nobody answered
   */
  void ended(Outcome outcome, @Nullable Duration talk) {
    window.ended(outcome, talk);
    judge();
  }

  /** Calls of before a restart: they are counted as if the run had gone on. */
  public void carryOver(List<CampaignFigures.EndedCall> calls) {
    calls.forEach(call -> window.ended(call.outcome(), call.talk()));
    judge();
  }

  /** Looks at what changes without calls. Reads the database. */
  void look() {
    if (thresholds.stream().anyMatch(t -> t.measure() == Threshold.Measure.COMPLAINTS)) {
      window.complaints(complaints.getAsLong());
      judge();
    }
  }

  private void judge() {
    List<Crossed> fresh = new ArrayList<>();
    synchronized (this) {
      thresholds.forEach(threshold -> judge(threshold, fresh));
    }
    fresh.forEach(told);
  }

  private void judge(Threshold threshold, List<Crossed> fresh) {
    CallWindow.Reading reading = window.read(threshold.measure());
    double figure = threshold.percent() ? reading.percent() : reading.count();
    boolean judged = reading.of() >= threshold.sample();
    if (judged && !threshold.comparison().holds(figure, threshold.limit())) {
      Crossed crossed = new Crossed(threshold, reading.toString());
      if (standing.put(threshold, crossed) == null) {
        fresh.add(crossed);
      }
      if (threshold.otherwise() == Threshold.Action.BRAKE && brake == null) {
        brake = crossed;
      }
    } else {
      standing.remove(threshold);
    }
  }

  /** Part of the calls a second that may be dialled, above 0 to 1. */
  synchronized double share() {
    return standing.keySet().stream().anyMatch(t -> t.otherwise() == Threshold.Action.SLOW)
        ? SLOW
        : 1;
  }

  /** Why no further call may begin in this run; null while one may. It stays. */
  public synchronized @Nullable Crossed brake() {
    return brake;
  }

  /** Those crossed now. */
  public synchronized List<Crossed> standing() {
    return List.copyOf(standing.values());
  }
}
