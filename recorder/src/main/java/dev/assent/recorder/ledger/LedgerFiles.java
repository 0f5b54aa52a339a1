package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The segments of one directory as files: named, listed, read whole, replaced whole. */
record LedgerFiles(Path directory, Files files) {
  private static final String SUFFIX = ".ledger";
  private static final String TEMPORARY = ".tmp";

  Path file(int number) {
    return directory.resolve("%08x%s".formatted(number, SUFFIX));
  }

  /** Ascending by number. */
  List<Path> list() {
    return files.list(directory).stream().filter(LedgerFiles::isSegment).toList();
  }

  List<Integer> numbers() {
    return list().stream().map(LedgerFiles::number).toList();
  }

  boolean exists(int number) {
    return files.exists(file(number));
  }

  byte[] read(int number) {
    try (ReadFile file = files.open(file(number))) {
      byte[] bytes = new byte[(int) file.size()];
      return Arrays.copyOf(bytes, file.read(0, bytes, 0, bytes.length));
    }
  }

  /** The first 64 bytes, fewer if there are fewer. */
  byte[] head(int number) {
    byte[] bytes = new byte[LedgerSegment.HEADER_BYTES];
    try (ReadFile file = files.open(file(number))) {
      return Arrays.copyOf(bytes, file.read(0, bytes, 0, bytes.length));
    }
  }

  /** A segment whose header never reached the disk whole; no row can have followed it. */
  boolean isUnborn(int number) {
    if (files.size(file(number)) > LedgerSegment.HEADER_BYTES) {
      return false;
    }
    byte[] head = head(number);
    return head.length < LedgerSegment.HEADER_BYTES || LedgerSegment.isZero(head);
  }

  /** Puts a segment in place of the old one or of none; on return it is on disk. */
  void replace(int number, byte[] bytes, int length) {
    Path target = file(number);
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    try (AppendFile fresh = files.create(temporary)) {
      fresh.write(bytes, 0, length);
      fresh.force();
    }
    files.rename(temporary, target);
    files.forceDirectory(directory);
  }

  /** What a replacement did not finish may still hold secrets that were to be erased. */
  void removeTemporaries() {
    files.list(directory).stream().filter(LedgerFiles::isTemporary).forEach(files::delete);
    // A killed process may have renamed or created here without forcing; from now on we rely on it.
    files.forceDirectory(directory);
  }

  static boolean isSegment(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static boolean isTemporary(Path file) {
    return file.toString().endsWith(TEMPORARY);
  }

  private static int number(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return Integer.parseUnsignedInt(name.substring(0, name.length() - SUFFIX.length()), 16);
    } catch (NumberFormatException e) {
      throw new LedgerDamaged("No ledger segment is called " + name);
    }
  }
}
