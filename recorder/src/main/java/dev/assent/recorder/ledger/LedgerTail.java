package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Where appending goes on after an open: the newest segment, less what a crash left of an append
 * that nobody was told of.
 */
record LedgerTail(LedgerSegment.Header header, int rows, AppendFile file) {

  static LedgerTail find(LedgerFiles files, LedgerKeys keys, SecureRandom random) {
    List<Integer> numbers = files.numbers();
    if (!numbers.isEmpty() && files.isUnborn(numbers.getLast())) {
      files.files().delete(files.file(numbers.getLast()));
      numbers = numbers.subList(0, numbers.size() - 1);
    }
    if (numbers.isEmpty()) {
      var first = new LedgerSegment.Header(random.nextLong(), 1, 0, 0, 0, random.nextInt());
      return new LedgerTail(first, 0, begin(files, first.encode(keys), 1));
    }
    requireChain(files, keys, numbers);
    return resume(files, numbers.getLast(), keys);
  }

  /** Each segment names the one before it, so that a missing one shows. */
  private static void requireChain(LedgerFiles files, LedgerKeys keys, List<Integer> numbers) {
    int before = 0;
    for (int number : numbers) {
      int follows =
          LedgerSegment.parseHeader(keys, files.head(number))
              .map(LedgerSegment.Header::follows)
              .orElse(number == numbers.getLast() ? before : number - 1);
      if (!follows(number, follows, before)) {
        throw new LedgerDamaged("Ledger segment %08x is missing".formatted(follows));
      }
      before = number;
    }
  }

  /**
   * Whether nothing is missing between two neighbours. Where the ledger went on after a restore, a
   * mirror may have given back segments that the copy did not know.
   */
  static boolean follows(int number, int follows, int before) {
    boolean anew = number % LedgerSegment.SKIPPED == 1 && follows < number - 1;
    return follows == before || (anew && follows < before);
  }

  /** Writes the header of a new segment; returns when it and its name are on disk. */
  static AppendFile begin(LedgerFiles files, byte[] header, int number) {
    AppendFile file = files.files().create(files.file(number));
    file.write(header, 0, header.length);
    file.force();
    files.files().forceDirectory(files.directory());
    return file;
  }

  private static LedgerTail resume(LedgerFiles files, int number, LedgerKeys keys) {
    byte[] bytes = files.read(number);
    byte[] head = Arrays.copyOf(bytes, LedgerSegment.HEADER_BYTES);
    LedgerSegment.Header header =
        LedgerSegment.parseHeader(keys, head)
            .filter(h -> h.number() == number)
            .orElseThrow(() -> unreadable(number, keys, head));
    LedgerSegment segment = new LedgerSegment(keys, header.ledgerId(), number);
    int rows = acknowledged(segment, bytes, header.rows(), number);
    long keep = LedgerSegment.HEADER_BYTES + (long) rows * LedgerSegment.ROW_BYTES;
    return new LedgerTail(header, rows, files.files().append(files.file(number), keep));
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
      } else if (LedgerSegment.isZero(row)) {
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
}
