package dev.assent.dialer.simulate;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.store.attempt.FactsContext;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The facts of a decision that stand in no database.
 *
 * @param inUse channels of the trunk of that name
 */
record SimulatedFacts(Scenario scenario, Conditions conditions, ToIntFunction<String> inUse)
    implements FactsContext {
  @Override
  public ClockState clock() {
    return conditions.clock();
  }

  @Override
  public RecorderState recorder() {
    return conditions.recorder();
  }

  @Override
  public Map<String, String> promptHashes() {
    return scenario.prompts().hashes();
  }

  @Override
  public Found<Policy> policy(List<String> packs) {
    return conditions.policy(packs);
  }

  @Override
  public Calendars calendars() {
    return conditions.calendars();
  }

  @Override
  public Found<TrunkState> trunk(String name) {
    for (Scenario.Carrier carrier : scenario.carriers()) {
      if (carrier.name().equals(name)) {
        TrunkState limits = carrier.limits();
        return Found.present(
            new TrunkState(
                limits.channels(),
                inUse.applyAsInt(name),
                limits.calleeCaps(),
                limits.refused(),
                limits.callee(),
                limits.caller()));
      }
    }
    return Found.absent();
  }

  @Override
  public Found<IvrCapacity> capacity() {
    IvrCapacity capacity = scenario.capacity();
    int now = scenario.carriers().stream().mapToInt(one -> inUse.applyAsInt(one.name())).sum();
    return Found.present(new IvrCapacity(capacity.lines(), now, capacity.mailboxes(), now));
  }

  @Override
  public Found<Places> places(String trunk) {
    return Found.present(scenario.places());
  }
}
