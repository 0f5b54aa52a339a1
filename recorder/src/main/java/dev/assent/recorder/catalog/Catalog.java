package dev.assent.recorder.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.recorder.container.Continuation;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingSummary;
import dev.assent.recorder.container.SalvageNote;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import dev.assent.recorder.spool.RecordingPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Lists recordings. What it knows of a file it keeps in {@code catalog.csv} beside them, so that
 * only new files are looked into; that file may be lost, torn or wrong about nothing but time: it
 * is made anew from the recordings. One thread at a time, in one process at a time.
 */
public final class Catalog {
  private static final String INDEX = "catalog.csv";

  private final Path recordings;
  private final Files files;

  public Catalog(Path recordings, Files files) {
    this.recordings = recordings;
    this.files = files;
  }

  /**
   * All recordings.
   *
   * @param entries ascending by start
   * @param unreadable files that are named as recordings and are none
   */
  public record Listing(List<CatalogEntry> entries, List<Path> unreadable) {

    /** Those of these recordings whose files cannot be read any more. */
    public List<Path> unreadable(Set<UUID> ids) {
      return unreadable.stream()
          .filter(file -> ids.stream().anyMatch(id -> file.endsWith(id + RecordingPaths.SUFFIX)))
          .toList();
    }

    /** All calls, ascending by start. */
    public List<RecordedCall> calls() {
      return RecordedCall.of(entries);
    }

    /** The call that this recording belongs to: its first file, or one it goes on in. */
    public Optional<RecordedCall> callOf(UUID recording) {
      return calls().stream()
          .filter(call -> call.files().stream().anyMatch(file -> file.id().equals(recording)))
          .findFirst();
    }
  }

  /** Looks at what is there now, and remembers it. */
  public Listing list() {
    Map<Path, CatalogEntry> known = read();
    List<CatalogEntry> entries = new ArrayList<>();
    List<Path> unreadable = new ArrayList<>();
    boolean changed = false;
    for (Path file : recordings()) {
      CatalogEntry entry = known.remove(file);
      if (entry == null || entry.bytes() != files.size(file)) {
        try {
          entry = look(file);
          changed = true;
        } catch (MalformedRecording e) {
          unreadable.add(file);
          continue;
        }
      }
      entries.add(entry);
    }
    entries.sort(Comparator.comparing(CatalogEntry::start).thenComparing(CatalogEntry::id));
    if (changed || !known.isEmpty()) {
      write(entries);
    }
    return new Listing(List.copyOf(entries), List.copyOf(unreadable));
  }

  /** One recording. */
  public Optional<CatalogEntry> find(UUID id) {
    return list().entries().stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /**
   * Removes a recording's file and its salvage note; on return they are gone from the disk. The
   * caller erases share B first: copies elsewhere die of that.
   */
  public void remove(CatalogEntry entry) {
    remove(entry.file());
  }

  /** The same of a file that is no recording any more, because erasing it was cut short. */
  public void remove(Path file) {
    for (Path doomed : List.of(file, SalvageNote.beside(file))) {
      if (files.exists(doomed)) {
        files.delete(doomed);
      }
    }
    Path day = file.getParent();
    files.forceDirectory(day == null ? recordings : day);
  }

  private CatalogEntry look(Path file) throws MalformedRecording {
    RecordingSummary summary = RecordingSummary.of(files, file);
    return new CatalogEntry(
        summary.header().recordingId(),
        summary.header().attemptId(),
        summary.header().start(),
        summary.seconds(),
        summary.lostSeconds(),
        summary.complete(),
        summary.endCause(),
        summary.header().retentionClass(),
        summary.bytes(),
        summary.header().ledgerRow(),
        file,
        summary.header().continues().map(Continuation::recordingId));
  }

  private List<Path> recordings() {
    List<Path> found = new ArrayList<>();
    for (Path day : files.list(recordings)) {
      if (CatalogLine.isDay(day)) {
        for (Path file : files.list(day)) {
          if (file.toString().endsWith(RecordingPaths.SUFFIX)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private Map<Path, CatalogEntry> read() {
    Path index = recordings.resolve(INDEX);
    Map<Path, CatalogEntry> known = new HashMap<>();
    if (files.exists(index)) {
      try (ReadFile file = files.open(index)) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        new String(bytes, UTF_8)
            .lines()
            .flatMap(line -> CatalogLine.parse(line, recordings).stream())
            .forEach(entry -> known.put(entry.file(), entry));
      }
    }
    return known;
  }

  private void write(List<CatalogEntry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(CatalogLine.format(entry, recordings)).append('\n'));
    byte[] bytes = text.toString().getBytes(UTF_8);
    Path temporary = recordings.resolve(INDEX + ".tmp");
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    // Nothing is forced: a lost index is made anew.
    try (AppendFile file = files.create(temporary)) {
      file.write(bytes, 0, bytes.length);
    }
    files.rename(temporary, recordings.resolve(INDEX));
  }
}
