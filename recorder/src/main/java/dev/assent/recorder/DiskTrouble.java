package dev.assent.recorder;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What is wrong with a disk, for who has to mend it: the directory by its whole path, because homes
 * put them on disks of their own.
 *
 * @param what one line: which directory and what of it
 * @param next what to look at next, as a command
 */
record DiskTrouble(String what, String next) {
  static DiskTrouble of(Path directory, RuntimeException failure) {
    String said = said(failure);
    String lower = said.toLowerCase(Locale.ROOT);
    if (failure.getCause() instanceof NoSuchFileException) {
      return gone(directory);
    }
    if (lower.contains("no space") || lower.contains("quota") || lower.contains("too large")) {
      return new DiskTrouble(
          "the disk of %s is full (%s)".formatted(directory, said), df(directory));
    }
    return new DiskTrouble("the disk of %s fails (%s)".formatted(directory, said), "dmesg | tail");
  }

  static DiskTrouble gone(Path directory) {
    return new DiskTrouble(directory + " or a file in it is gone", "ls -ld " + directory);
  }

  static DiskTrouble low(Path directory, long usable, long needed) {
    return new DiskTrouble(
        "%d MiB are free in %s, %d are needed: delete old recordings or add disk"
            .formatted(usable >> 20, directory, needed >> 20),
        df(directory));
  }

  static DiskTrouble slow(Path directory, long nanos) {
    return new DiskTrouble(
        "the disk of %s is slow: it takes %d ms to keep what it is given"
            .formatted(directory, nanos / 1_000_000),
        "iostat -x 1 5");
  }

  private static String df(Path directory) {
    return "df -h " + directory;
  }

  private static String said(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }
}
