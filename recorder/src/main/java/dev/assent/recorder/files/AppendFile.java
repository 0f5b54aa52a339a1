package dev.assent.recorder.files;

/** A file that is written from its front to its end. */
public interface AppendFile extends AutoCloseable {
  /** Where the next byte goes: what is before it is written, now or in an earlier life. */
  long position();

  /** Writes all of it, or throws. */
  void write(byte[] bytes, int offset, int length);

  /** Returns when all bytes written are on disk. */
  void force();

  @Override
  void close();
}
