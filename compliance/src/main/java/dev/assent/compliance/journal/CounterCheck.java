package dev.assent.compliance.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds entries that were left out: the counter of each number starts at 1 and has neither gap nor
 * repetition, whatever the order in the journal. Give it every entry, such as by {@link
 * Journal#verify(java.nio.file.Path, JournalFiles, Consumer)}. Keeps one small record a number.
 * Owned by one thread.
 */
public final class CounterCheck implements Consumer<Journal.Position> {
  private final Map<UUID, Seen> numbers = new HashMap<>();
  private final List<Finding> repeated = new ArrayList<>();

  /**
   * @param number random id of the number's row
   * @param missing false when two entries have this n
   */
  public record Finding(UUID number, long n, boolean missing) {}

  /** All up to {@code upTo}, and those further on that came early. */
  private static final class Seen {
    private long upTo;
    private final TreeSet<Long> early = new TreeSet<>();
  }

  @Override
  public void accept(Journal.Position placed) {
    JournalEntry.Subject subject = placed.entry().subject();
    if (subject.n() == 0) {
      return;
    }
    Seen seen = numbers.computeIfAbsent(subject.number(), _ -> new Seen());
    if (subject.n() <= seen.upTo || !seen.early.add(subject.n())) {
      repeated.add(new Finding(subject.number(), subject.n(), false));
    }
    while (seen.early.remove(seen.upTo + 1)) {
      seen.upTo++;
    }
  }

  /** For each number the first n that is missing, and every n that stands there twice. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(repeated);
    numbers.forEach(
        (number, seen) -> {
          if (!seen.early.isEmpty()) {
            all.add(new Finding(number, seen.upTo + 1, true));
          }
        });
    all.sort(Comparator.comparing(Finding::number).thenComparingLong(Finding::n));
    return all;
  }
}
