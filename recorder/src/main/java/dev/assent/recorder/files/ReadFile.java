package dev.assent.recorder.files;

/** A file read by position. */
public interface ReadFile extends AutoCloseable {
  /** Bytes, now. */
  long size();

  /**
   * Reads up to {@code length} bytes.
   *
   * @return how many; fewer only where the file ends
   */
  int read(long at, byte[] into, int offset, int length);

  @Override
  void close();
}
