package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Where appending goes on after an open: the newest segment, less what a crash left of an append
 * that nobody was told of.
 */
record LedgerTail(long ledgerId, int segment, int rows, AppendFile file) {

  static LedgerTail find(Path directory, Files files, LedgerKeys keys, SecureRandom random) {
    removeTemporaries(directory, files);
    List<Path> segments = files.list(directory).stream().filter(KeyLedger::isSegment).toList();
    if (!segments.isEmpty() && isUnborn(segments.getLast(), files, keys)) {
      files.delete(segments.getLast());
      segments = segments.subList(0, segments.size() - 1);
    }
    if (segments.isEmpty()) {
      long ledgerId = random.nextLong();
      AppendFile file = begin(directory, files, new LedgerSegment(keys, ledgerId, 1), 1);
      return new LedgerTail(ledgerId, 1, 0, file);
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!segments.get(i).equals(KeyLedger.file(directory, i + 1))) {
        throw new LedgerDamaged("Ledger segment %08x is missing".formatted(i + 1));
      }
    }
    return resume(segments.getLast(), segments.size(), files, keys);
  }

  /** Writes the header of a new segment; returns when it and its name are on disk. */
  static AppendFile begin(Path directory, Files files, LedgerSegment segment, int number) {
    AppendFile file = files.create(KeyLedger.file(directory, number));
    file.write(segment.header(0), 0, LedgerSegment.HEADER_BYTES);
    file.force();
    files.forceDirectory(directory);
    return file;
  }

  /** What an erasure did not finish still holds secrets that were to be erased. */
  private static void removeTemporaries(Path directory, Files files) {
    files.list(directory).stream().filter(KeyLedger::isTemporary).forEach(files::delete);
    // A killed process may have renamed or created here without forcing; from now on we rely on it.
    files.forceDirectory(directory);
  }

  /** A segment whose header never reached the disk whole; no row can have followed it. */
  private static boolean isUnborn(Path segment, Files files, LedgerKeys keys) {
    if (files.size(segment) > LedgerSegment.HEADER_BYTES) {
      return false;
    }
    byte[] header = new byte[LedgerSegment.HEADER_BYTES];
    try (ReadFile file = files.open(segment)) {
      file.read(0, header, 0, header.length);
    }
    return LedgerSegment.parseHeader(keys, header).isEmpty()
        && (files.size(segment) < header.length || isZero(header));
  }

  private static LedgerTail resume(Path path, int number, Files files, LedgerKeys keys) {
    byte[] bytes;
    try (ReadFile file = files.open(path)) {
      bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
    }
    byte[] head = Arrays.copyOf(bytes, LedgerSegment.HEADER_BYTES);
    LedgerSegment.Header header =
        LedgerSegment.parseHeader(keys, head)
            .filter(h -> h.number() == number)
            .orElseThrow(() -> unreadable(number, keys, head));
    LedgerSegment segment = new LedgerSegment(keys, header.ledgerId(), number);
    int rows = acknowledged(segment, bytes, header.rows(), number);
    long keep = LedgerSegment.HEADER_BYTES + (long) rows * LedgerSegment.ROW_BYTES;
    return new LedgerTail(header.ledgerId(), number, rows, files.append(path, keep));
  }

  private static LedgerDamaged unreadable(int number, LedgerKeys keys, byte[] head) {
    return new LedgerDamaged(
        LedgerSegment.isUnderAnotherKey(keys, head)
            ? "Ledger segment %08x is under another ledger key".formatted(number)
            : "The header of ledger segment %08x does not hold".formatted(number));
  }

  /**
   * How many rows count. A row may be missing (the file ends, or its sector is zeros) only in the
   * last group: a later group proves that all before it had been forced.
   */
  private static int acknowledged(LedgerSegment segment, byte[] bytes, int required, int number) {
    int whole = (bytes.length - LedgerSegment.HEADER_BYTES) / LedgerSegment.ROW_BYTES;
    int firstMissing = whole;
    int lastGroup = required;
    for (int slot = 0; slot < whole; slot++) {
      byte[] row = row(bytes, slot);
      if (segment.holds(slot, row)) {
        lastGroup = Math.max(lastGroup, segment.group(row));
      } else if (isZero(row)) {
        firstMissing = Math.min(firstMissing, slot);
      } else {
        throw new LedgerDamaged("Row %08x/%d does not hold".formatted(number, slot));
      }
    }
    if (firstMissing < lastGroup) {
      throw new LedgerDamaged("Row %08x/%d is missing".formatted(number, firstMissing));
    }
    return firstMissing;
  }

  private static byte[] row(byte[] bytes, int slot) {
    int at = LedgerSegment.HEADER_BYTES + slot * LedgerSegment.ROW_BYTES;
    return Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
