package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Calls whose engine died before their recording was opened, told from the journal's entries in
 * order. Nothing is said after the yes before the journal has that it is open, so of these there is
 * nothing to be heard (R08). Only of this node's calls: the end of a dead node's stands here too,
 * and the opening in its own journal. Owned by the thread that reads.
 */
public final class CutOffCalls implements Consumer<Journal.Position> {
  private final Set<UUID> unknown = new HashSet<>();
  private final Set<UUID> opened = new HashSet<>();

  private record Opened(UUID attemptId) {}

  private record Ended(Outcome outcome) {}

  @Override
  public void accept(Journal.Position position) {
    JournalEntry entry = position.entry();
    if (entry.type() == EntryType.REC_OPEN) {
      opened.add(Json.read(entry.operational().orElseThrow(), Opened.class).attemptId());
    } else if (entry.type() == EntryType.ATTEMPT_ENDED
        && Json.read(entry.operational().orElseThrow(), Ended.class).outcome() == Outcome.UNKNOWN) {
      unknown.add(entry.about());
    }
  }

  /** Their attempts. */
  public Set<UUID> beforeRecording() {
    Set<UUID> attempts = new HashSet<>(unknown);
    attempts.removeAll(opened);
    return attempts;
  }
}
