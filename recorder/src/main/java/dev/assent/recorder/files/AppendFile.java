package dev.assent.recorder.files;

/** A file that only grows. */
public interface AppendFile extends AutoCloseable {
  /** Bytes written so far, of earlier lives too. */
  long position();

  /** Writes all of it, or throws. */
  void write(byte[] bytes, int offset, int length);

  /** Returns when all bytes written are on disk. */
  void force();

  @Override
  void close();
}
