package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of 32 bytes that can be destroyed: append-only segments of wrapped rows, where erasing
 * rewrites a segment (docs/FORMAT-ledger.md). A row's id is its place, {@code segment << 24 |
 * slot}, so nothing is kept in memory for it.
 *
 * <p>Callable from any thread; one operation at a time. Disk failures are {@link
 * UncheckedIOException}; after one the ledger is {@linkplain #failure broken} until opened anew,
 * because what a failed force left on disk is unknown.
 */
public final class KeyLedger implements AutoCloseable {
  private static final int SLOT_BITS = 24;
  private static final String SUFFIX = ".ledger";
  private static final String TEMPORARY = ".tmp";

  private final Path directory;
  private final Files files;
  private final LedgerKeys keys;
  private final long ledgerId;
  private final int rowsPerSegment;

  private int newest;
  private int rows;
  private AppendFile tail;
  private Optional<String> failure = Optional.empty();

  /** The segment read last: a list of a million keys would otherwise open it for each. */
  private @Nullable OpenSegment open;

  private record OpenSegment(int number, ReadFile file) {}

  private KeyLedger(
      Path directory, Files files, LedgerKeys keys, LedgerTail found, int rowsPerSegment) {
    this.directory = directory;
    this.files = files;
    this.keys = keys;
    this.ledgerId = found.ledgerId();
    this.rowsPerSegment = rowsPerSegment;
    this.newest = found.segment();
    this.rows = found.rows();
    this.tail = found.file();
  }

  /**
   * Opens the ledger in this directory, or begins one if it is empty.
   *
   * @param ledgerKey 32 bytes; not kept
   * @param random draws the id of a new ledger
   * @throws LedgerDamaged if a row of the newest segment does not hold, or the key is another
   */
  public static KeyLedger open(Path directory, Files files, byte[] ledgerKey, SecureRandom random) {
    return open(directory, files, ledgerKey, random, LedgerSegment.MAX_ROWS);
  }

  /** With smaller segments, for tests of what happens between them. */
  static KeyLedger open(
      Path directory, Files files, byte[] ledgerKey, SecureRandom random, int rowsPerSegment) {
    LedgerKeys keys = new LedgerKeys(ledgerKey);
    LedgerTail found = LedgerTail.find(directory, files, keys, random);
    return new KeyLedger(directory, files, keys, found, rowsPerSegment);
  }

  /** Which ledger this is: the same number in all its segments, other for every other ledger. */
  public long id() {
    return ledgerId;
  }

  /** Why the ledger can no longer be used, if so. */
  public synchronized Optional<String> failure() {
    return failure;
  }

  /**
   * Appends secrets as one group and forces them once.
   *
   * @param secrets 32 bytes each; not kept
   * @return their rows, in order, on disk
   */
  public synchronized long[] append(RowKind kind, List<byte[]> secrets) {
    for (byte[] secret : secrets) {
      if (secret.length != 32) {
        throw new IllegalArgumentException("A secret has 32 bytes, not " + secret.length);
      }
    }
    return guarded(() -> appendGroups(kind, secrets));
  }

  private long[] appendGroups(RowKind kind, List<byte[]> secrets) {
    long[] ids = new long[secrets.size()];
    int done = 0;
    while (done < ids.length) {
      if (rows == rowsPerSegment) {
        roll();
      }
      int group = Math.min(ids.length - done, rowsPerSegment - rows);
      LedgerSegment segment = segment(newest);
      byte[] bytes = new byte[group * LedgerSegment.ROW_BYTES];
      for (int i = 0; i < group; i++) {
        byte[] row = segment.row(rows + i, rows, kind, secrets.get(done + i));
        System.arraycopy(row, 0, bytes, i * LedgerSegment.ROW_BYTES, row.length);
        ids[done + i] = ((long) newest << SLOT_BITS) | (rows + i);
      }
      tail.write(bytes, 0, bytes.length);
      tail.force();
      rows += group;
      done += group;
    }
    return ids;
  }

  /**
   * The secret of a row.
   *
   * @return 32 bytes, or empty if the row was erased
   * @throws LedgerDamaged if the row is not there, does not hold, or is of another kind
   */
  public synchronized Optional<byte[]> read(RowKind kind, long row) {
    int number = (int) (row >>> SLOT_BITS);
    int slot = slot(row);
    byte[] bytes = new byte[LedgerSegment.ROW_BYTES];
    LedgerSegment segment = segment(number);
    int read = opened(number).read(offset(slot), bytes, 0, bytes.length);
    if (read < bytes.length || (number == newest && slot >= rows)) {
      throw new LedgerDamaged(
          "Row %s is past the end of its segment: rows that were there are lost"
              .formatted(name(row)));
    }
    if (!segment.holds(slot, bytes)) {
      throw new LedgerDamaged("Row %s does not hold".formatted(name(row)));
    }
    if (!segment.is(kind, bytes)) {
      throw new LedgerDamaged("Row %s holds no %s".formatted(name(row), kind));
    }
    return segment.isLive(bytes) ? Optional.of(segment.secret(bytes)) : Optional.empty();
  }

  /**
   * Destroys the secrets of these rows. On return they are in no file of the ledger any more; a row
   * erased before stays so.
   *
   * @throws LedgerDamaged if a segment to be rewritten does not hold; it is left as it was
   */
  public synchronized void erase(Collection<Long> doomed) {
    Map<Integer, TreeSet<Integer>> bySegment = new TreeMap<>();
    for (long row : doomed) {
      bySegment.computeIfAbsent((int) (row >>> SLOT_BITS), _ -> new TreeSet<>()).add(slot(row));
    }
    bySegment.forEach(
        (number, slots) ->
            guarded(
                () -> {
                  rewrite(number, slots);
                  return number;
                }));
  }

  private void rewrite(int number, SortedSet<Integer> doomed) {
    byte[] bytes = readWhole(number);
    LedgerSegment segment = segment(number);
    boolean changed = false;
    int count = number == newest ? rows : (bytes.length / LedgerSegment.ROW_BYTES) - 1;
    if (doomed.last() >= count) {
      throw new LedgerDamaged(
          "Row %s is past the end of its segment: rows that were there are lost"
              .formatted(name(((long) number << SLOT_BITS) | doomed.last())));
    }
    for (int slot = 0; slot < count; slot++) {
      int at = (int) offset(slot);
      byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
      if (!segment.holds(slot, row)) {
        throw new LedgerDamaged(
            "Row %s does not hold".formatted(name(((long) number << SLOT_BITS) | slot)));
      }
      if (doomed.contains(slot) && segment.isLive(row)) {
        System.arraycopy(segment.erased(slot, row), 0, bytes, at, LedgerSegment.ROW_BYTES);
        changed = true;
      }
    }
    if (changed) {
      System.arraycopy(segment.header(count), 0, bytes, 0, LedgerSegment.HEADER_BYTES);
      replace(number, bytes, (int) offset(count));
    }
  }

  private void replace(int number, byte[] bytes, int length) {
    Path target = file(directory, number);
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    try (AppendFile fresh = files.create(temporary)) {
      fresh.write(bytes, 0, length);
      fresh.force();
    }
    // Whoever has the file open would go on reading what was erased.
    closeOpened();
    files.rename(temporary, target);
    files.forceDirectory(directory);
    if (number == newest) {
      // The old tail still points at the file that is gone.
      tail.close();
      tail = files.append(target, length);
    }
  }

  private void roll() {
    tail.close();
    tail = LedgerTail.begin(directory, files, segment(newest + 1), newest + 1);
    newest++;
    rows = 0;
  }

  /** Checks every row of every segment. */
  public synchronized LedgerHealth verify() {
    LedgerHealth.Count count = new LedgerHealth.Count();
    for (int number = 1; number <= newest; number++) {
      if (!files.exists(file(directory, number))) {
        count.damaged("Segment %08x is missing".formatted(number));
        continue;
      }
      byte[] bytes = readWhole(number);
      LedgerSegment segment = segment(number);
      int slots = number == newest ? rows : (bytes.length / LedgerSegment.ROW_BYTES) - 1;
      for (int slot = 0; slot < slots; slot++) {
        int at = (int) offset(slot);
        byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
        if (!segment.holds(slot, row)) {
          count.damaged(
              "Row %s does not hold".formatted(name(((long) number << SLOT_BITS) | slot)));
        } else if (segment.isLive(row)) {
          count.live();
        } else {
          count.erased();
        }
      }
    }
    return count.health(newest);
  }

  @Override
  public synchronized void close() {
    closeOpened();
    tail.close();
    failure = Optional.of("The ledger is closed");
  }

  private <T> T guarded(Supplier<T> change) {
    failure.ifPresent(
        why -> {
          throw new IllegalStateException("The key ledger cannot be used: " + why);
        });
    try {
      return change.get();
    } catch (UncheckedIOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private byte[] readWhole(int number) {
    try (ReadFile file = openSegment(number)) {
      requireHeader(file, number);
      byte[] bytes = new byte[(int) file.size()];
      int read = file.read(0, bytes, 0, bytes.length);
      return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }
  }

  private ReadFile opened(int number) {
    OpenSegment known = open;
    if (known == null || known.number() != number) {
      closeOpened();
      ReadFile file = openSegment(number);
      boolean holds = false;
      try {
        requireHeader(file, number);
        holds = true;
      } finally {
        if (!holds) {
          file.close();
        }
      }
      known = new OpenSegment(number, file);
      open = known;
    }
    return known.file();
  }

  private void closeOpened() {
    OpenSegment known = open;
    open = null;
    if (known != null) {
      known.file().close();
    }
  }

  private ReadFile openSegment(int number) {
    Path file = file(directory, number);
    if (!files.exists(file)) {
      throw new LedgerDamaged("Ledger segment %08x is missing".formatted(number));
    }
    return files.open(file);
  }

  private void requireHeader(ReadFile file, int number) {
    byte[] bytes = new byte[LedgerSegment.HEADER_BYTES];
    file.read(0, bytes, 0, bytes.length);
    boolean holds =
        LedgerSegment.parseHeader(keys, bytes)
            .filter(header -> header.ledgerId() == ledgerId && header.number() == number)
            .isPresent();
    if (!holds) {
      throw new LedgerDamaged("The header of ledger segment %08x does not hold".formatted(number));
    }
  }

  private LedgerSegment segment(int number) {
    return new LedgerSegment(keys, ledgerId, number);
  }

  static Path file(Path directory, int number) {
    return directory.resolve("%08x%s".formatted(number, SUFFIX));
  }

  static boolean isTemporary(Path file) {
    return file.toString().endsWith(TEMPORARY);
  }

  static boolean isSegment(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static int slot(long row) {
    return (int) (row & ((1 << SLOT_BITS) - 1));
  }

  private static long offset(int slot) {
    return LedgerSegment.HEADER_BYTES + (long) slot * LedgerSegment.ROW_BYTES;
  }

  private static String name(long row) {
    return "%08x/%d".formatted(row >>> SLOT_BITS, slot(row));
  }
}
