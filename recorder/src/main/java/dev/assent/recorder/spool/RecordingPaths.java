package dev.assent.recorder.spool;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where recordings lie: a directory for each UTC day of start, so that none grows without end. Any
 * thread.
 */
public final class RecordingPaths {
  /** The end of every recording's name. */
  public static final String SUFFIX = ".dvr1";

  private static final String TEMPORARY = "tmp";

  private final Path root;
  private final Files files;

  public RecordingPaths(Path root, Files files) {
    this.root = root;
    this.files = files;
  }

  /**
   * Makes the place for temporary files, and empties it of what a crash left, but for the files of
   * recordings that are to be continued. Forces the directory: an earlier process may have made a
   * day in it without coming so far.
   */
  public void prepare(Set<UUID> continued) {
    Path temporary = root.resolve(TEMPORARY);
    if (!files.createDirectory(temporary)) {
      Set<Path> kept = continued.stream().map(this::temporary).collect(Collectors.toSet());
      files.list(temporary).stream().filter(file -> !kept.contains(file)).forEach(files::delete);
    }
    files.forceDirectory(root);
  }

  /** Somebody may have tidied it away. */
  void ensureTemporary() {
    ensure(root.resolve(TEMPORARY));
  }

  /** The names of temporary files are on disk when this returns. */
  void forceTemporary() {
    files.forceDirectory(root.resolve(TEMPORARY));
  }

  /** The own file of a recording. */
  public Path of(Instant start, UUID recordingId) {
    return root.resolve(start.atZone(ZoneOffset.UTC).toLocalDate().toString())
        .resolve(recordingId + SUFFIX);
  }

  /** A recording's file before it is whole. */
  Path temporary(UUID recordingId) {
    return root.resolve(TEMPORARY).resolve(recordingId + SUFFIX);
  }

  /** What becomes {@code target}. */
  Path temporaryOf(Path target) {
    return root.resolve(TEMPORARY).resolve(String.valueOf(target.getFileName()));
  }

  Path directory(Path target) {
    Path parent = target.getParent();
    return parent == null ? root : parent;
  }

  /** The day's directory is on disk when this returns. */
  void ensureDirectory(Path target) {
    ensure(directory(target));
  }

  /** Asked for every call: to be told by an exception that it is there costs more than the rest. */
  private void ensure(Path directory) {
    if (!files.exists(directory) && files.createDirectory(directory)) {
      files.forceDirectory(root);
    }
  }
}
