package dev.assent.compliance.store.attempt;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import java.util.List;
import java.util.Map;

/** The facts a gate needs that are in no database. Asked for each decision; must answer at once. */
public interface FactsContext {
  ClockState clock();

  RecorderState recorder();

  /** SHA-256 in lower hex of each prompt file as it is on disk, by prompt id. */
  Map<String, String> promptHashes();

  /** These packs combined. */
  Found<Policy> policy(List<String> packs);

  Calendars calendars();

  /** A trunk's limits and how much of them is in use; absent when none has that name. */
  Found<TrunkState> trunk(String name);

  Found<IvrCapacity> capacity();

  Found<Places> places(String trunk);
}
