package dev.assent.compliance.store;

import dev.assent.compliance.journal.Crashes;
import dev.assent.compliance.privacy.Medium;
import dev.assent.compliance.privacy.RecordingShelf;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Recordings as a directory has them: they outlive the process. */
public final class MemoryShelf implements RecordingShelf {
  private final Crashes crashes;
  private final Map<UUID, Kept> files = new LinkedHashMap<>();

  public MemoryShelf(Crashes crashes) {
    this.crashes = crashes;
  }

  public UUID add(UUID attempt, Instant start, long shareRow) {
    UUID id = new UUID(attempt.getMostSignificantBits(), ~attempt.getLeastSignificantBits());
    files.put(id, new Kept(id, attempt, start, shareRow));
    return id;
  }

  @Override
  public List<Kept> of(Set<UUID> attempts) {
    return files.values().stream().filter(kept -> attempts.contains(kept.attempt())).toList();
  }

  @Override
  public List<Kept> all() {
    return List.copyOf(files.values());
  }

  @Override
  public Removed remove(Collection<UUID> recordings) {
    crashes.effect();
    int there = 0;
    for (UUID id : recordings) {
      there += files.remove(id) == null ? 0 : 1;
    }
    return new Removed(there, 0);
  }

  @Override
  public Medium medium() {
    return Medium.UNKNOWN;
  }
}
