package dev.assent.dialer.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a run has done so far, for the live line and the JSON lines. Safe for any thread. */
public final class RunProgress {
  /** Causes told apart; what is beyond counts as others. */
  private static final int CAUSES = 64;

  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> causes = new HashMap<>();
  private final Map<ReasonCode, Integer> blocked = new EnumMap<>(ReasonCode.class);
  private final Map<ReasonCode, Integer> deferred = new EnumMap<>(ReasonCode.class);
  private int dialled;
  private int faults;
  private double share = 1;
  private double ramp = 1;
  private Optional<Instant> nextOpening = Optional.empty();
  private Optional<String> heldBy = Optional.empty();

  synchronized void dialling() {
    dialled++;
    heldBy = Optional.empty();
  }

  synchronized void notDialled() {
    dialled--;
  }

  synchronized void ended(Outcome outcome, String cause) {
    outcomes.merge(outcome, 1, Integer::sum);
    if (!cause.isEmpty()) {
      boolean room = causes.size() < CAUSES || causes.containsKey(cause);
      causes.merge(room ? cause : "others", 1, Integer::sum);
    }
  }

  synchronized void blocked(Reason primary) {
    blocked.merge(primary.code(), 1, Integer::sum);
  }

  synchronized void deferred(Reason primary) {
    deferred.merge(primary.code(), 1, Integer::sum);
  }

  synchronized void faulted() {
    faults++;
  }

  /** Part of the calls a second that is dialled, and how far the ramp is; 1 is all. */
  synchronized void pace(double share, double ramp) {
    this.share = share;
    this.ramp = ramp;
  }

  synchronized void held(String why) {
    heldBy = Optional.of(why);
  }

  synchronized void nextOpening(Instant at) {
    nextOpening = Optional.of(at);
  }

  /** A picture of one moment. */
  public synchronized Snapshot snapshot() {
    return new Snapshot(
        dialled,
        Map.copyOf(outcomes),
        Map.copyOf(causes),
        Map.copyOf(blocked),
        Map.copyOf(deferred),
        faults,
        share,
        ramp,
        nextOpening,
        heldBy);
  }

  /**
   * One moment of a run.
   *
   * @param dialled attempts begun
   * @param outcomes ended attempts
   * @param causes ended attempts that were not answered, or came to nothing, by cause
   * @param blocked contacts the law denied, by primary code
   * @param deferred contacts the law put off, by primary code; one may be counted at each look
   * @param faults attempts that failed by a fault of this program
   * @param share part of the campaign's calls a second that is dialled, above 0 to 1
   * @param ramp how far the ramp after a start or a rest is, above 0 to 1
   * @param nextOpening when the next deferred contact may be asked for again
   * @param heldBy what holds dialling back on this machine, if anything
   */
  public record Snapshot(
      int dialled,
      Map<Outcome, Integer> outcomes,
      Map<String, Integer> causes,
      Map<ReasonCode, Integer> blocked,
      Map<ReasonCode, Integer> deferred,
      int faults,
      double share,
      double ramp,
      Optional<Instant> nextOpening,
      Optional<String> heldBy) {

    /** Attempts of an outcome. */
    public int of(Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0);
    }
  }
}
