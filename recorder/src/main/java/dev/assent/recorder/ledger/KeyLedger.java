package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
public final class KeyLedger implements KeyRows {
  private static final int SLOT_BITS = 24;

  private final LedgerFiles files;
  private final LedgerKeys keys;
  private final SecureRandom random;
  private final int rowsPerSegment;
  private final Optional<LedgerMirror> mirror;
  private final TakenFromMirror taken;

  /** By the last segment a copy knew, the one it went on in: what lay between is lost. */
  private final NavigableMap<Integer, Integer> restored = new TreeMap<>();

  private LedgerSegment.Header newest;
  private int rows;
  private AppendFile tail;
  private Optional<String> failure = Optional.empty();

  /** The segment read last: a list of a million keys would otherwise open it for each. */
  private @Nullable OpenSegment open;

  private record OpenSegment(int number, ReadFile file) {}

  private KeyLedger(
      LedgerFiles files,
      LedgerKeys keys,
      SecureRandom random,
      LedgerTail found,
      int rowsPerSegment,
      Optional<LedgerMirror> mirror,
      TakenFromMirror taken) {
    this.files = files;
    this.keys = keys;
    this.random = random;
    this.rowsPerSegment = rowsPerSegment;
    this.newest = found.header();
    this.rows = found.rows();
    this.tail = found.file();
    this.mirror = mirror;
    this.taken = taken;
    for (int number : files.numbers()) {
      LedgerSegment.parseHeader(keys, files.head(number)).ifPresent(this::remember);
    }
  }

  private void remember(LedgerSegment.Header header) {
    if (header.beganAnew()) {
      restored.put(header.follows(), header.number());
    }
  }

  /**
   * Opens the ledger in this directory, or begins one if it is empty; without a mirror.
   *
   * @param ledgerKey 32 bytes; not kept
   * @param random draws the id of a new ledger
   * @throws LedgerDamaged if a row of the newest segment does not hold, or the key is another
   */
  public static KeyLedger open(Path directory, Files files, byte[] ledgerKey, SecureRandom random) {
    return open(new LedgerPlace(directory, Optional.empty()), files, new Key(ledgerKey), random);
  }

  /**
   * What the ledger is under.
   *
   * @param now 32 bytes; not kept
   * @param former what segments that were not rewritten yet are under, while the key changes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
  public record Key(byte[] now, Optional<byte[]> former) {
    public Key(byte[] now) {
      this(now, Optional.empty());
    }
  }

  /**
   * Opens the ledger, takes from its mirror what only that knows, and brings the mirror in step.
   *
   * @throws LedgerDamaged also if the mirror is another ledger's
   */
  public static KeyLedger open(LedgerPlace place, Files files, Key key, SecureRandom random) {
    return open(place, files, key, random, LedgerSegment.MAX_ROWS);
  }

  /** With smaller segments, for tests of what happens between them. */
  static KeyLedger open(
      LedgerPlace place, Files disk, Key key, SecureRandom random, int rowsPerSegment) {
    LedgerKeys keys = new LedgerKeys(key.now());
    LedgerFiles files = new LedgerFiles(place.directory(), disk);
    files.removeTemporaries();
    if (key.former().isPresent()) {
      LedgerKeys former = new LedgerKeys(key.former().get());
      LedgerRekey.run(place.directory(), disk, former, keys, random);
      place.mirror().ifPresent(m -> LedgerRekey.run(m, disk, former, keys, random));
    }
    TakenFromMirror taken =
        place
            .mirror()
            .map(m -> LedgerMerge.run(place.directory(), m, disk, keys, random))
            .orElse(TakenFromMirror.NOTHING);
    LedgerTail found = LedgerTail.find(files, keys, random);
    // A killed process may have left rows that nobody forced: they must not go once others follow
    // them, in the next segment or in the mirror.
    found.file().force();
    Optional<LedgerMirror> mirror =
        place.mirror().map(m -> new LedgerMirror(place.directory(), m, disk, keys));
    if (mirror.isPresent()) {
      mirror.get().bringInStep();
    }
    return new KeyLedger(files, keys, random, found, rowsPerSegment, mirror, taken);
  }

  /** Which ledger this is: the same number in all its segments, other for every other ledger. */
  @Override
  public long id() {
    return newest.ledgerId();
  }

  /** Where it lies. */
  @Override
  public Path directory() {
    return files.directory();
  }

  /** Whether a second disk holds it too. */
  @Override
  public synchronized MirrorState mirror() {
    return mirror.map(LedgerMirror::state).orElseGet(MirrorState.None::new);
  }

  /** What only the mirror knew when this was opened. */
  public TakenFromMirror takenFromMirror() {
    return taken;
  }

  /** Tries again to make the mirror whole; nothing to do when it is. */
  public synchronized MirrorState mendMirror() {
    if (failure.isEmpty() && mirror() instanceof MirrorState.Behind) {
      mirror.ifPresent(LedgerMirror::bringInStep);
    }
    return mirror();
  }

  /** Why the ledger can no longer be used, if so. */
  @Override
  public synchronized Optional<String> failure() {
    return failure;
  }

  /**
   * Appends secrets as one group and forces them once.
   *
   * @param secrets 32 bytes each; not kept
   * @return their rows, in order, on disk
   */
  @Override
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
        roll(newest.number() + 1);
      }
      int group = Math.min(ids.length - done, rowsPerSegment - rows);
      LedgerSegment segment = segment(newest.number());
      byte[] bytes = new byte[group * LedgerSegment.ROW_BYTES];
      for (int i = 0; i < group; i++) {
        byte[] row = segment.row(rows + i, rows, kind, secrets.get(done + i));
        System.arraycopy(row, 0, bytes, i * LedgerSegment.ROW_BYTES, row.length);
        ids[done + i] = id(newest.number(), rows + i);
      }
      tail.write(bytes, 0, bytes.length);
      tail.force();
      requireThere();
      mirror.ifPresent(copy -> copy.appended(bytes));
      rows += group;
      done += group;
    }
    return ids;
  }

  /** A file whose name is gone takes rows as before, and loses them when it is closed. */
  private void requireThere() {
    if (!files.exists(newest.number())) {
      throw new UncheckedIOException(
          new NoSuchFileException(files.file(newest.number()).toString()));
    }
  }

  /**
   * The secret of a row.
   *
   * @return 32 bytes, or empty if the row was erased, or was lost with the disk the ledger was
   *     restored from
   * @throws LedgerDamaged if the row is not there, does not hold, or is of another kind
   */
  @Override
  public synchronized Optional<byte[]> read(RowKind kind, long row) {
    int number = (int) (row >>> SLOT_BITS);
    int slot = slot(row);
    byte[] bytes = new byte[LedgerSegment.ROW_BYTES];
    LedgerSegment segment = segment(number);
    if (isLost(number) && !files.exists(number)) {
      return Optional.empty();
    }
    int read = opened(number).read(offset(slot), bytes, 0, bytes.length);
    if (read < bytes.length && isLost(number)) {
      return Optional.empty();
    }
    if (read < bytes.length || (number == newest.number() && slot >= rows)) {
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
    return LedgerSegment.isLive(bytes) ? Optional.of(segment.secret(bytes)) : Optional.empty();
  }

  /** Whether rows of this segment, past its end here, were given out and lost with a disk. */
  private boolean isLost(int number) {
    Map.Entry<Integer, Integer> before = restored.floorEntry(number);
    return before != null && number < before.getValue();
  }

  /**
   * Destroys the secrets of these rows, in the mirror too unless that is {@link
   * MirrorState.Behind}. On return they are in no file of the ledger any more. Rows erased before
   * cost a look each; rows that are not here are passed over: there is nothing to destroy.
   *
   * @throws LedgerDamaged if a segment to be rewritten does not hold; it is left as it was
   */
  @Override
  public synchronized void erase(Collection<Long> doomed) {
    Map<Integer, TreeSet<Integer>> bySegment = new TreeMap<>();
    for (long row : doomed) {
      if (isLive(row)) {
        bySegment.computeIfAbsent((int) (row >>> SLOT_BITS), _ -> new TreeSet<>()).add(slot(row));
      }
    }
    bySegment.forEach(
        (number, slots) ->
            guarded(
                () -> {
                  rewrite(number, slots);
                  return number;
                }));
  }

  /** Looks only at the row's state, which a rewrite then checks. */
  private boolean isLive(long row) {
    int number = (int) (row >>> SLOT_BITS);
    int slot = slot(row);
    if (!files.exists(number) || (number == newest.number() && slot >= rows)) {
      return false;
    }
    byte[] bytes = new byte[LedgerSegment.ROW_BYTES];
    int read = opened(number).read(offset(slot), bytes, 0, bytes.length);
    return read == bytes.length && LedgerSegment.isLive(bytes);
  }

  private void rewrite(int number, SortedSet<Integer> doomed) {
    byte[] bytes = readWhole(number);
    LedgerSegment segment = segment(number);
    int count = number == newest.number() ? rows : slots(bytes);
    for (int slot = 0; slot < count; slot++) {
      int at = (int) offset(slot);
      byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
      if (!segment.holds(slot, row)) {
        throw new LedgerDamaged("Row %s does not hold".formatted(name(id(number, slot))));
      }
      if (doomed.contains(slot)) {
        System.arraycopy(segment.erased(slot, row), 0, bytes, at, LedgerSegment.ROW_BYTES);
      }
    }
    LedgerSegment.Header header =
        LedgerSegment.parseHeader(keys, bytes).orElseThrow().with(count, random.nextInt());
    System.arraycopy(header.encode(keys), 0, bytes, 0, LedgerSegment.HEADER_BYTES);
    replace(number, bytes, (int) offset(count));
  }

  private void replace(int number, byte[] bytes, int length) {
    // Whoever has the file open would go on reading what was erased.
    closeOpened();
    files.replace(number, bytes, length);
    boolean last = number == newest.number();
    if (last) {
      // The old tail still points at the file that is gone.
      tail.close();
      tail = files.files().append(files.file(number), length);
    }
    mirror.ifPresent(copy -> copy.replaced(number, bytes, length, last));
  }

  private void roll(int number) {
    LedgerSegment.Header next =
        new LedgerSegment.Header(
            newest.ledgerId(), number, newest.epoch(), 0, newest.number(), random.nextInt());
    byte[] header = next.encode(keys);
    tail.close();
    tail = LedgerTail.begin(files, header, number);
    mirror.ifPresent(copy -> copy.begun(number, header));
    newest = next;
    rows = 0;
    remember(next);
  }

  /**
   * After the ledger was restored from a copy: goes on in a segment whose number none before the
   * loss can have reached, so that no row's id is ever given twice.
   */
  public synchronized void beginAnew() {
    guarded(
        () -> {
          roll((newest.number() / LedgerSegment.SKIPPED + 1) * LedgerSegment.SKIPPED + 1);
          return newest;
        });
  }

  /** Checks every row of every segment. */
  @Override
  public synchronized LedgerHealth verify() {
    LedgerHealth.Count count = new LedgerHealth.Count();
    List<Integer> numbers = files.numbers();
    int before = 0;
    for (int number : numbers) {
      byte[] bytes = readWhole(number);
      int follows = LedgerSegment.parseHeader(keys, bytes).orElseThrow().follows();
      if (!LedgerTail.follows(number, follows, before)) {
        count.damaged("Segment %08x is missing".formatted(follows));
      }
      before = number;
      LedgerSegment segment = segment(number);
      int slots = number == newest.number() ? rows : slots(bytes);
      for (int slot = 0; slot < slots; slot++) {
        int at = (int) offset(slot);
        byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
        if (!segment.holds(slot, row)) {
          count.damaged("Row %s does not hold".formatted(name(id(number, slot))));
        } else if (LedgerSegment.isLive(row)) {
          count.live();
        } else {
          count.erased();
        }
      }
    }
    return count.health(numbers.size());
  }

  /** The segments there are, ascending. */
  synchronized List<Integer> segments() {
    return files.numbers();
  }

  /** What a restore left out: from past the end of a segment to the one it went on in. */
  synchronized NavigableMap<Integer, Integer> lost() {
    return new TreeMap<>(restored);
  }

  /** A segment as it is on disk, without what nobody was told of. */
  synchronized byte[] segmentBytes(int number) {
    byte[] bytes = readWhole(number);
    return number == newest.number() ? Arrays.copyOf(bytes, (int) offset(rows)) : bytes;
  }

  @Override
  public synchronized void close() {
    closeOpened();
    tail.close();
    mirror.ifPresent(LedgerMirror::close);
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

  private static int slots(byte[] bytes) {
    return (bytes.length / LedgerSegment.ROW_BYTES) - 1;
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
    if (!files.exists(number)) {
      throw new LedgerDamaged("Ledger segment %08x is missing".formatted(number));
    }
    return files.files().open(files.file(number));
  }

  private void requireHeader(ReadFile file, int number) {
    byte[] bytes = new byte[LedgerSegment.HEADER_BYTES];
    file.read(0, bytes, 0, bytes.length);
    boolean holds =
        LedgerSegment.parseHeader(keys, bytes)
            .filter(header -> header.ledgerId() == newest.ledgerId() && header.number() == number)
            .isPresent();
    if (!holds) {
      throw new LedgerDamaged("The header of ledger segment %08x does not hold".formatted(number));
    }
  }

  private LedgerSegment segment(int number) {
    return new LedgerSegment(keys, newest.ledgerId(), number);
  }

  static long id(int number, int slot) {
    return ((long) number << SLOT_BITS) | slot;
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
