package dev.assent.compliance.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The journals of all nodes that share a database, read as one. What a node took over from a dead
 * one stands in both journals, word for word; every number's counter runs through all of them.
 * Owned by one thread.
 */
public final class MergedJournals {
  private final CounterCheck counters = new CounterCheck();
  private final Map<UUID, Integer> contents = new HashMap<>();
  private final List<UUID> differing = new ArrayList<>();
  private long position;

  /** Reads one more journal. */
  public Verification read(Path directory, JournalFiles files) {
    return Journal.verify(directory, files, this::add);
  }

  private void add(Journal.Position placed) {
    JournalEntry entry = placed.entry();
    if (entry.type() == EntryType.OPT_OUT_PENDING) {
      return; // the refusal it announces has the same id
    }
    int content = Arrays.hashCode(EntryCodec.encode(entry));
    Integer known = contents.putIfAbsent(entry.id(), content);
    if (known == null) {
      counters.accept(new Journal.Position(position++, entry));
    } else if (known != content) {
      differing.add(entry.id());
    }
  }

  /** Entries of all journals, each counted once. */
  public long entries() {
    return contents.size();
  }

  /** What is missing or twice in the counters of numbers. */
  public List<CounterCheck.Finding> findings() {
    return counters.findings();
  }

  /** Entries that two journals tell differently. */
  public List<UUID> differing() {
    return List.copyOf(differing);
  }
}
