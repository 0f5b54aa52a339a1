package dev.assent.recorder.files;

import java.nio.file.Path;
import java.util.List;

/**
 * A file system of which nothing is believed to be on disk before it was forced: contents by {@link
 * AppendFile#force}, names by {@link #forceDirectory}.
 *
 * <p>All methods throw {@link java.io.UncheckedIOException} when the disk fails. Callable from any
 * thread; an {@link AppendFile} or {@link ReadFile} belongs to one thread at a time.
 */
public interface Files {
  /** Makes one directory, whose parent exists; false if it is there already. */
  boolean createDirectory(Path directory);

  /** What the directory holds, ascending by name. */
  List<Path> list(Path directory);

  boolean exists(Path file);

  /** Bytes. */
  long size(Path file);

  /** A new file; fails if the name is taken. */
  AppendFile create(Path file);

  /** An existing file, cut to its first {@code keep} bytes, to be continued there. */
  AppendFile append(Path file, long keep);

  /**
   * An existing file, to be written over from its first byte. Its length stays until more is
   * written, and so do the bytes that nothing was written over.
   */
  AppendFile overwrite(Path file);

  ReadFile open(Path file);

  /**
   * Atomically gives the file a new name, which may be taken: the old file of that name is gone.
   */
  void rename(Path from, Path to);

  void delete(Path file);

  /** Returns when the names in this directory are on disk as they are now. */
  void forceDirectory(Path directory);

  /** Bytes that may still be written where this directory lies. */
  long usableBytes(Path directory);
}
