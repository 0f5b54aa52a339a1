package dev.assent.dialer.engine.law;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.dialer.call.PromptShelf;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The facts of a decision that stand in no database: clock, recorder, lines, prompts, packs. */
public record HomeFacts(
    Supplier<ClockState> clockState,
    Supplier<RecorderState> recorderState,
    LineFacts lines,
    PromptShelf prompts,
    Supplier<PolicyBook> book)
    implements FactsContext {
  @Override
  public ClockState clock() {
    return clockState.get();
  }

  @Override
  public RecorderState recorder() {
    return recorderState.get();
  }

  @Override
  public Map<String, String> promptHashes() {
    return prompts.hashes();
  }

  @Override
  public Found<Policy> policy(List<String> packs) {
    return book.get().policy(packs);
  }

  @Override
  public Calendars calendars() {
    return book.get().calendars();
  }

  @Override
  public Found<TrunkState> trunk(String name) {
    return lines.trunkState(name);
  }

  @Override
  public Found<IvrCapacity> capacity() {
    return lines.capacity();
  }

  @Override
  public Found<Places> places(String trunk) {
    return lines.places(trunk);
  }
}
