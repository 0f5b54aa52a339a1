package dev.assent.recorder.ledger;

import dev.assent.recorder.files.Files;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Before the ledger is read: what only its mirror knows is taken from there. An honest mirror is
 * never ahead, so anything taken says that the ledger is an older copy, or was lost.
 */
final class LedgerMerge {
  private final LedgerFiles ledger;
  private final LedgerFiles mirror;
  private final LedgerKeys keys;
  private final SecureRandom random;
  private long rows;
  private long erasures;

  private LedgerMerge(
      LedgerFiles ledger, LedgerFiles mirror, LedgerKeys keys, SecureRandom random) {
    this.ledger = ledger;
    this.mirror = mirror;
    this.keys = keys;
    this.random = random;
  }

  /**
   * @throws LedgerDamaged if the mirror is another ledger's
   */
  static TakenFromMirror run(
      Path ledger, Path mirror, Files files, LedgerKeys keys, SecureRandom random) {
    LedgerMerge merge =
        new LedgerMerge(
            new LedgerFiles(ledger, files), new LedgerFiles(mirror, files), keys, random);
    List<Integer> theirs;
    try {
      theirs = files.exists(mirror) ? merge.mirror.numbers() : List.of();
    } catch (UncheckedIOException e) {
      theirs = List.of(); // its disk fails, and the mirror will say so
    }
    theirs.forEach(merge::take);
    return new TakenFromMirror(merge.rows, merge.erasures);
  }

  private void take(int number) {
    byte[] theirs = mirror.read(number);
    Optional<LedgerSegment.Header> their = LedgerSegment.parseHeader(keys, theirs);
    if (their.isEmpty() || their.get().number() != number) {
      if (mirror.isUnborn(number)) {
        return;
      }
      throw foreign();
    }
    if (!ledger.exists(number) || ledger.isUnborn(number)) {
      if (!ledger.list().isEmpty() && !isOfThisLedger(their.get())) {
        throw foreign();
      }
      ledger.replace(number, theirs, theirs.length);
      rows += (theirs.length - LedgerSegment.HEADER_BYTES) / LedgerSegment.ROW_BYTES;
      return;
    }
    byte[] ours = ledger.read(number);
    LedgerSegment.Header our =
        LedgerSegment.parseHeader(keys, ours).orElse(their.get()); // opening it will complain
    if (our.ledgerId() != their.get().ledgerId()) {
      throw foreign();
    }
    boolean same =
        our.equals(their.get())
            && our.stamp() != 0
            && ours.length >= theirs.length
            && Arrays.equals(ours, 0, theirs.length, theirs, 0, theirs.length);
    if (!same) {
      merge(number, our, ours, theirs);
    }
  }

  private boolean isOfThisLedger(LedgerSegment.Header their) {
    return ledger.numbers().stream()
        .flatMap(number -> LedgerSegment.parseHeader(keys, ledger.head(number)).stream())
        .allMatch(header -> header.ledgerId() == their.ledgerId());
  }

  private void merge(int number, LedgerSegment.Header our, byte[] ours, byte[] theirs) {
    LedgerSegment segment = new LedgerSegment(keys, our.ledgerId(), number);
    int slots = slots(theirs);
    byte[] merged = Arrays.copyOf(ours, Math.max(ours.length, theirs.length));
    boolean changed = false;
    for (int slot = 0; slot < slots; slot++) {
      int at = LedgerSegment.HEADER_BYTES + slot * LedgerSegment.ROW_BYTES;
      byte[] their = Arrays.copyOfRange(theirs, at, at + LedgerSegment.ROW_BYTES);
      byte[] own = Arrays.copyOfRange(merged, at, at + LedgerSegment.ROW_BYTES);
      if (!segment.holds(slot, their)) {
        continue;
      }
      boolean lacks = slot >= slots(ours) || LedgerSegment.isZero(own);
      boolean revived =
          !lacks
              && segment.holds(slot, own)
              && LedgerSegment.isLive(own)
              && !LedgerSegment.isLive(their);
      if (lacks || revived) {
        System.arraycopy(their, 0, merged, at, their.length);
        rows += lacks ? 1 : 0;
        erasures += revived ? 1 : 0;
        changed = true;
      }
    }
    if (changed) {
      int count = firstMissing(merged);
      byte[] header = our.with(Math.max(count, our.rows()), random.nextInt()).encode(keys);
      System.arraycopy(header, 0, merged, 0, header.length);
      ledger.replace(number, merged, merged.length);
    }
  }

  private static int slots(byte[] bytes) {
    return Math.max(0, bytes.length - LedgerSegment.HEADER_BYTES) / LedgerSegment.ROW_BYTES;
  }

  private static int firstMissing(byte[] bytes) {
    for (int slot = 0; slot < slots(bytes); slot++) {
      int at = LedgerSegment.HEADER_BYTES + slot * LedgerSegment.ROW_BYTES;
      if (LedgerSegment.isZero(Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES))) {
        return slot;
      }
    }
    return slots(bytes);
  }

  private LedgerDamaged foreign() {
    return new LedgerDamaged(
        "%s is no mirror of this ledger: name an empty directory".formatted(mirror.directory()));
  }
}
