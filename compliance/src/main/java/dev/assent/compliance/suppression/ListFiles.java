package dev.assent.compliance.suppression;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of the lists, so that a test can stop the machine between any two effects. What was
 * written may be lost by a power cut until the force named with it has returned.
 */
public interface ListFiles {
  /** Names in the directory, sorted; creates it if absent. */
  List<String> names(Path directory) throws IOException;

  /** A new file to be written from its start; one of that name is emptied. */
  Output create(Path file) throws IOException;

  /**
   * An existing file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  Input open(Path file) throws IOException;

  /** Atomic; lasts after {@link #forceDirectory}. Replaces a file of that name. */
  void rename(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  void forceDirectory(Path directory) throws IOException;

  /** One file being written. Owned by one thread. */
  interface Output extends AutoCloseable {
    /** All that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Replaces bytes from the start on. */
    void rewriteStart(ByteBuffer bytes) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** One file being read. Any thread. */
  interface Input extends AutoCloseable {
    long size() throws IOException;

    /**
     * Fills the buffer.
     *
     * @throws java.io.EOFException when the file ends before
     */
    void read(long at, ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;
  }
}
