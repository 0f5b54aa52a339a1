package dev.assent.recorder.ledger;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Wraps every row under a new ledger key, segment by segment. Killed in between, some segments are
 * under the one key and some under the other, and the next open goes on.
 */
final class LedgerRekey {
  private LedgerRekey() {}

  /**
   * @throws LedgerDamaged if a row of a segment under the former key does not hold; that segment is
   *     left as it was
   */
  static void run(
      Path directory, Files files, LedgerKeys former, LedgerKeys now, SecureRandom random) {
    LedgerFiles segments = new LedgerFiles(directory, files);
    if (!files.exists(directory)) {
      return; // a mirror that is not there; it is compared when it is back
    }
    segments.removeTemporaries();
    for (int number : segments.numbers()) {
      if (LedgerSegment.parseHeader(former, segments.head(number)).isPresent()) {
        rewrite(segments, number, former, now, random);
      }
    }
  }

  private static void rewrite(
      LedgerFiles segments, int number, LedgerKeys former, LedgerKeys now, SecureRandom random) {
    byte[] bytes = segments.read(number);
    LedgerSegment.Header header = LedgerSegment.parseHeader(former, bytes).orElseThrow();
    LedgerSegment from = new LedgerSegment(former, header.ledgerId(), number);
    LedgerSegment to = new LedgerSegment(now, header.ledgerId(), number);
    int slots = (bytes.length - LedgerSegment.HEADER_BYTES) / LedgerSegment.ROW_BYTES;
    for (int slot = 0; slot < slots; slot++) {
      int at = LedgerSegment.HEADER_BYTES + slot * LedgerSegment.ROW_BYTES;
      byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
      if (LedgerSegment.isZero(row)) {
        continue; // never was there; opening it decides what that means
      }
      if (!from.holds(slot, row)) {
        throw new LedgerDamaged("Row %08x/%d does not hold".formatted(number, slot));
      }
      byte[] fresh = from.underOtherKey(slot, row, to);
      System.arraycopy(fresh, 0, bytes, at, fresh.length);
    }
    LedgerSegment.Header next =
        header.inEpoch(header.epoch() + 1).with(header.rows(), random.nextInt());
    System.arraycopy(next.encode(now), 0, bytes, 0, LedgerSegment.HEADER_BYTES);
    int whole = LedgerSegment.HEADER_BYTES + slots * LedgerSegment.ROW_BYTES;
    segments.replace(number, bytes, whole);
  }
}
