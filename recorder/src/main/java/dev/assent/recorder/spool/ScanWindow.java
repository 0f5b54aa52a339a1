package dev.assent.recorder.spool;

import dev.assent.recorder.files.ReadFile;

/** A piece of a file that moves along it. One thread. */
final class ScanWindow {
  private final ReadFile file;
  private final byte[] bytes = new byte[1 << 20];
  private long base;
  private int filled;
  private int index;

  ScanWindow(ReadFile file) {
    this.file = file;
  }

  /**
   * Makes {@code count} bytes of the file at {@code at} stand at {@link #index}.
   *
   * @return false if the file ends before; nothing has moved then
   */
  boolean moveTo(long at, int count) {
    if (at < base || at + count > base + filled) {
      if (at + count > file.size()) {
        return false;
      }
      base = at;
      filled = file.read(at, bytes, 0, bytes.length);
    }
    index = (int) (at - base);
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int index() {
    return index;
  }
}
