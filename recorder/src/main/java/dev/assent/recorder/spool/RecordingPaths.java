package dev.assent.recorder.spool;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

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
   * Makes the place for temporary files, and empties it of what a crash left. Forces the directory:
   * an earlier process may have made a day in it without coming so far.
   */
  public void prepare() {
    Path temporary = root.resolve(TEMPORARY);
    if (!files.createDirectory(temporary)) {
      files.list(temporary).forEach(files::delete);
    }
    files.forceDirectory(root);
  }

  /** The own file of a recording. */
  public Path of(Instant start, UUID recordingId) {
    return root.resolve(start.atZone(ZoneOffset.UTC).toLocalDate().toString())
        .resolve(recordingId + SUFFIX);
  }

  Path temporary(Path target) {
    return root.resolve(TEMPORARY).resolve(String.valueOf(target.getFileName()));
  }

  Path directory(Path target) {
    Path parent = target.getParent();
    return parent == null ? root : parent;
  }

  /** The day's directory is on disk when this returns. */
  void ensureDirectory(Path target) {
    if (files.createDirectory(directory(target))) {
      files.forceDirectory(root);
    }
  }
}
