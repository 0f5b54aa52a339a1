package dev.assent.compliance.rules;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Reason;
import dev.assent.compliance.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When somebody may be called, all facts but time staying as they are. Asks the rules themselves,
 * at one instant after the other, so that a plan cannot differ from the gate. Any thread.
 */
public final class Timetable {

  /** More deferrals in a row than these lead nowhere: each one passes at least one rule. */
  private static final int STEPS_AT_MOST = 64;

  /** About the calls of this minute, not about the person: they say nothing of a later one. */
  private static final Set<String> OF_THE_MOMENT = Set.of("R09", "R32", "R33", "R34");

  private static final Set<String> OF_THE_HOURS = Set.of("R27", "R28", "R29");

  private final RuleBook rules;

  public Timetable(RuleBook rules) {
    this.rules = rules;
  }

  /**
   * The first instant from {@code facts.now()} on at which no rule objects.
   *
   * @param reasons what the rules say at {@code facts.now()}
   * @return empty when a rule denies, now or at the instant the others name
   */
  public Optional<Instant> nextLawful(Facts facts, List<Reason> reasons) {
    return follow(facts, reasons, later -> lasting(rules.judge(facts.at(later))));
  }

  /** The same, the rules themselves asked what they say at {@code facts.now()}. */
  public Optional<Instant> nextLawful(Facts facts) {
    return nextLawful(facts, lasting(rules.judge(facts)));
  }

  /** Whether calls may leave at that instant by holidays, windows and breaks alone. */
  public boolean open(Facts facts, Instant at) {
    return rules.judge(facts.at(at), OF_THE_HOURS).isEmpty();
  }

  /** The first instant not before {@code from} at which {@link #open} says yes. */
  public Optional<Instant> nextOpening(Facts facts, Instant from) {
    Facts then = facts.at(from);
    return follow(
        then, rules.judge(then, OF_THE_HOURS), later -> rules.judge(facts.at(later), OF_THE_HOURS));
  }

  /** Where the called party may be. */
  public Set<ZoneId> zones(Facts facts) {
    return CalledParty.zones(facts);
  }

  private interface Later {
    List<Reason> reasons(Instant at);
  }

  private static Optional<Instant> follow(Facts facts, List<Reason> first, Later later) {
    Instant at = facts.now();
    List<Reason> reasons = first;
    for (int step = 0; step < STEPS_AT_MOST; step++) {
      if (reasons.isEmpty()) {
        return Optional.of(at);
      }
      if (reasons.stream().anyMatch(reason -> reason.severity() != Severity.DEFER)) {
        return Optional.empty();
      }
      at = latest(reasons);
      reasons = later.reasons(at);
    }
    return Optional.empty();
  }

  private static Instant latest(List<Reason> reasons) {
    return reasons.stream()
        .map(Reason::until)
        .max(Comparator.nullsFirst(Comparator.naturalOrder()))
        .orElseThrow();
  }

  private static List<Reason> lasting(List<Reason> reasons) {
    return reasons.stream().filter(reason -> !OF_THE_MOMENT.contains(reason.rule())).toList();
  }
}
