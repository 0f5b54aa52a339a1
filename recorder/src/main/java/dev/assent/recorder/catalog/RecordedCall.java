package dev.assent.recorder.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The files of one call in their order: one, unless it became too long.
 *
 * @param whole false if its first file, or one it goes on in, is not there
 */
public record RecordedCall(List<CatalogEntry> files, boolean whole) {
  /** The end cause of a file that goes on in another. */
  public static final String CONTINUES = "CONTINUES";

  public CatalogEntry first() {
    return files.getFirst();
  }

  /** Of all its files. */
  public long seconds() {
    return files.stream().mapToLong(CatalogEntry::seconds).sum();
  }

  /** Of these, seconds that never reached the recorder. */
  public long lostSeconds() {
    return files.stream().mapToLong(CatalogEntry::lostSeconds).sum();
  }

  /** Whether all of it is there, sealed to its end. */
  public boolean complete() {
    return whole && files.stream().allMatch(CatalogEntry::complete);
  }

  /** As the last file says it. */
  public String endCause() {
    return files.getLast().endCause();
  }

  /** Of all its files. */
  public long bytes() {
    return files.stream().mapToLong(CatalogEntry::bytes).sum();
  }

  static List<RecordedCall> of(List<CatalogEntry> entries) {
    Map<UUID, CatalogEntry> next = new HashMap<>();
    Set<UUID> there = new HashSet<>();
    for (CatalogEntry entry : entries) {
      there.add(entry.id());
      entry.continues().ifPresent(before -> next.put(before, entry));
    }
    List<RecordedCall> calls = new ArrayList<>();
    for (CatalogEntry entry : entries) {
      boolean orphan = entry.continues().filter(before -> !there.contains(before)).isPresent();
      if (entry.continues().isEmpty() || orphan) {
        calls.add(from(entry, next, orphan));
      }
    }
    return List.copyOf(calls);
  }

  private static RecordedCall from(
      CatalogEntry first, Map<UUID, CatalogEntry> next, boolean orphan) {
    List<CatalogEntry> files = new ArrayList<>();
    // A file of a name can be there twice: nobody walks in a circle for that.
    Set<UUID> seen = new HashSet<>();
    for (CatalogEntry at = first; at != null && seen.add(at.id()); at = next.get(at.id())) {
      files.add(at);
    }
    boolean goesOn = files.getLast().endCause().equals(CONTINUES);
    return new RecordedCall(List.copyOf(files), !orphan && !goesOn);
  }
}
