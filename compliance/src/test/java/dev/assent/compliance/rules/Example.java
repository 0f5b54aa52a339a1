package dev.assent.compliance.rules;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Policy;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One thing a rule says, as a change to a world in which the call is lawful and what the gate then
 * answers: the whole set of codes, and the instant of a deferral.
 *
 * @param until empty when the example says nothing of it
 */
public record Example(
    String rule,
    String says,
    Consumer<World> change,
    Outcome outcome,
    Set<ReasonCode> codes,
    Optional<Instant> until) {

  public enum Outcome {
    ALLOW,
    DEFER,
    DENY,
    DENY_PERMANENT
  }

  static Example allows(String rule, String says, Consumer<World> change) {
    return new Example(
        rule, says, change, Outcome.ALLOW, EnumSet.noneOf(ReasonCode.class), Optional.empty());
  }

  static Example denies(String rule, String says, Consumer<World> change, ReasonCode... codes) {
    return new Example(rule, says, change, Outcome.DENY, set(codes), Optional.empty());
  }

  static Example deniesForever(
      String rule, String says, Consumer<World> change, ReasonCode... codes) {
    return new Example(rule, says, change, Outcome.DENY_PERMANENT, set(codes), Optional.empty());
  }

  static Example defers(
      String rule, String says, Consumer<World> change, String until, ReasonCode... codes) {
    return new Example(
        rule, says, change, Outcome.DEFER, set(codes), Optional.of(World.beijing(until)));
  }

  private static Set<ReasonCode> set(ReasonCode... codes) {
    return EnumSet.copyOf(Arrays.asList(codes));
  }

  /** What a gate with these rules answers. */
  Decision decide(RuleBook rules, Found<Policy> policy) {
    World world = new World(policy);
    change.accept(world);
    return new Gate(world, world, rules, world, new SplittableRandom(1)).decide(world.attempt());
  }

  /** Empty when the answer is the one expected; otherwise what it was. */
  Optional<String> differs(Decision decision) {
    List<Reason> reasons =
        switch (decision) {
          case Decision.Allow _ -> List.of();
          case Decision.Defer defer -> defer.reasons();
          case Decision.Deny deny -> deny.reasons();
        };
    EnumSet<ReasonCode> given = EnumSet.noneOf(ReasonCode.class);
    reasons.forEach(reason -> given.add(reason.code()));
    boolean same =
        given.equals(codes)
            && switch (decision) {
              case Decision.Allow _ -> outcome == Outcome.ALLOW;
              case Decision.Defer defer ->
                  outcome == Outcome.DEFER && defer.until().equals(until.orElse(defer.until()));
              case Decision.Deny deny ->
                  outcome == (deny.permanent() ? Outcome.DENY_PERMANENT : Outcome.DENY);
            };
    return same ? Optional.empty() : Optional.of(decision.toString());
  }
}
