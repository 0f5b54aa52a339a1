package dev.assent.compliance.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a journal, so that a test can drop what was not forced. What a method wrote may be
 * lost by a power cut until the force named with it has returned.
 */
public interface JournalFiles {
  /** Names in {@code directory}, sorted; creates it if absent. */
  List<String> list(Path directory) throws IOException;

  /** The whole file, at most 2 GiB; empty if absent. */
  byte[] read(Path file) throws IOException;

  /** The first bytes of a file, at most so many; fewer if it is shorter, none if absent. */
  byte[] head(Path file, int atMost) throws IOException;

  /** In bytes; 0 if absent. */
  long size(Path file) throws IOException;

  boolean exists(Path directory);

  /** Opens for writing, creating it if absent. A new file lasts after {@link #forceDirectory}. */
  Output open(Path file) throws IOException;

  void delete(Path file) throws IOException;

  void forceDirectory(Path directory) throws IOException;

  /** One open file. Owned by one thread. */
  interface Output extends AutoCloseable {
    /** Writes all bytes at that offset; they last after {@link #force}. */
    void write(long at, byte[] bytes) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
