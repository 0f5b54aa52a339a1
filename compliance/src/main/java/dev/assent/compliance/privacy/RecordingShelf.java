package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The recordings of a home, as far as keeping and destroying goes. Bound by the engine. */
public interface RecordingShelf {
  /**
   * A recording's file.
   *
   * @param shareRow of share B in the key ledger
   */
  record Kept(UUID id, UUID attempt, Instant start, long shareRow) {}

  /** All of these attempts; of all attempts when the set is empty is nothing. */
  List<Kept> of(Set<UUID> attempts);

  List<Kept> all();

  /**
   * Removes the files, after share B was destroyed. On return they are gone from the directory; one
   * that is gone already is nothing.
   *
   * @return how each was treated
   */
  Removed remove(Collection<UUID> recordings);

  /**
   * @param files that were there
   * @param overwritten of them, where the medium may honour it
   */
  record Removed(int files, int overwritten) {}

  /** What the home lies on. */
  Medium medium();
}
