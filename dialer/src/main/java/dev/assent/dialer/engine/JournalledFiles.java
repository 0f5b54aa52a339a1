package dev.assent.dialer.engine;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.Verification;
import dev.assent.compliance.store.attempt.RecordingHistory;
import dev.assent.recorder.container.JournalledFacts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a home's journal says of recordings, for those who hold files against it. */
public final class JournalledFiles {
  private JournalledFiles() {}

  /**
   * Reads the whole journal, changing nothing; an engine may go on writing it.
   *
   * @return by recording; empty if the journal itself is damaged and proves nothing
   */
  public static Optional<Map<UUID, RecordingHistory.Told>> read(
      Path journal, Predicate<UUID> wanted) {
    RecordingHistory history = new RecordingHistory(wanted);
    return switch (Journal.verify(journal, new DiskFiles(), history)) {
      case Verification.Intact _, Verification.Torn _ -> Optional.of(history.recordings());
      case Verification.Damaged _, Verification.HeadDamaged _ -> Optional.empty();
    };
  }

  /** The same, as a reader of recordings asks it. */
  public static Function<UUID, Optional<JournalledFacts>> facts(
      Map<UUID, RecordingHistory.Told> told) {
    return id -> Optional.ofNullable(told.get(id)).map(t -> JournalledRecordings.facts(id, t));
  }
}
