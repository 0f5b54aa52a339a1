package dev.assent.compliance.store.commit;

import dev.assent.compliance.journal.JournalEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Gives entries about one number in the order of its counter: two transactions commit in that
 * order, but their entries may reach the journal in the other one.
 */
public final class InOrder {
  private final Consumer<JournalEntry> sink;
  private final ToLongFunction<UUID> counterOf;
  private final Map<UUID, Long> last = new HashMap<>();
  private final Map<UUID, TreeMap<Long, JournalEntry>> early = new HashMap<>();

  /**
   * @param counterOf the counter of a number's row before the first entry is given
   */
  public InOrder(Consumer<JournalEntry> sink, ToLongFunction<UUID> counterOf) {
    this.sink = sink;
    this.counterOf = counterOf;
  }

  public void accept(JournalEntry entry) {
    if (entry.subject().n() == 0) {
      sink.accept(entry);
      return;
    }
    UUID number = entry.subject().number();
    long before = last.computeIfAbsent(number, counterOf::applyAsLong);
    if (entry.subject().n() > before + 1) {
      early.computeIfAbsent(number, _ -> new TreeMap<>()).put(entry.subject().n(), entry);
      return;
    }
    sink.accept(entry);
    last.put(number, Math.max(before, entry.subject().n()));
    TreeMap<Long, JournalEntry> waiting = early.get(number);
    while (waiting != null && !waiting.isEmpty() && waiting.firstKey() == last.get(number) + 1) {
      Map.Entry<Long, JournalEntry> next = waiting.pollFirstEntry();
      sink.accept(next.getValue());
      last.put(number, next.getKey());
    }
  }

  /** What still waits lacks an entry before it; it is applied all the same, a gap is a finding. */
  public void finish() {
    early.values().forEach(waiting -> waiting.values().forEach(sink));
    early.clear();
  }
}
