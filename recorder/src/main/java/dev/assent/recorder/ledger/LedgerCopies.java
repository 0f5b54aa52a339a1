package dev.assent.recorder.ledger;

import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the ledger for when its disks are lost. Each is sealed under the key of its day; that
 * key is destroyed when the day is a week ago, and then no copy of it can be opened any more,
 * wherever it was carried. So what was erased is gone for good a week later. Any thread.
 */
public final class LedgerCopies {
  /** How long a copy can be opened at most. */
  public static final int DAYS = 7;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Duration ALL_KEPT = Duration.ofDays(1);

  private final Path copies;
  private final Path epochs;
  private final Files files;
  private final RolePublicKey recovery;
  private final byte[] macKey;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * @param copies may be carried anywhere
   * @param epochs one place, on another disk, in no backup
   * @param recovery only its holders open a copy
   * @param macKey 32 bytes of the home: nobody slips in a day key of their own
   */
  public LedgerCopies(
      Path copies,
      Path epochs,
      Files files,
      RolePublicKey recovery,
      byte[] macKey,
      InstantSource clock,
      SecureRandom random) {
    this.copies = copies;
    this.epochs = epochs;
    this.files = files;
    this.recovery = recovery;
    this.macKey = macKey.clone();
    this.clock = clock;
    this.random = random;
  }

  /**
   * Destroys the keys of days that are over, then takes a copy.
   *
   * @return the copy, on disk
   * @throws java.io.UncheckedIOException when a disk fails; nothing half-done counts
   */
  public synchronized Path take(KeyLedger ledger) {
    Instant now = clock.instant();
    expire();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LedgerEpochs known = LedgerEpochs.read(epochs, files, macKey);
    Optional<LedgerEpochs.Day> ofToday = known.of(today);
    LedgerEpochs.Day day = ofToday.orElseGet(() -> LedgerEpochs.Day.fresh(today, recovery, random));
    if (ofToday.isEmpty()) {
      known.with(day).write(epochs, files, macKey);
    }
    Path target = copies.resolve(NAME.format(now) + CopyFile.SUFFIX);
    Path temporary = copies.resolve(target.getFileName() + ".tmp");
    try (AppendFile file = files.create(temporary)) {
      CopyFile.write(file, ledger, new CopyFile.Header(now, ledger.id()), day.publicKey(), random);
      file.force();
    }
    files.rename(temporary, target);
    files.forceDirectory(copies);
    return target;
  }

  /** Destroys the keys of days that are over, and removes the copies nobody needs. */
  public synchronized void expire() {
    LocalDate first = firstKept(clock.instant());
    LedgerEpochs known = LedgerEpochs.read(epochs, files, macKey);
    LedgerEpochs kept = known.from(first);
    if (kept.days().size() < known.days().size()) {
      kept.write(epochs, files, macKey);
    }
    Instant allFrom = clock.instant().minus(ALL_KEPT);
    @Nullable LocalDate before = null;
    List<Path> newestFirst = new ArrayList<>(files.list(copies));
    Collections.reverse(newestFirst);
    for (Path file : newestFirst) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(CopyFile.SUFFIX + ".tmp")) {
        files.delete(file);
      } else if (name.endsWith(CopyFile.SUFFIX)) {
        CopyFile.Header header = header(file);
        boolean lastOfItsDay = !header.day().equals(before);
        before = header.day();
        if (header.day().isBefore(first) || (header.at().isBefore(allFrom) && !lastOfItsDay)) {
          files.delete(file);
        }
      }
    }
  }

  private CopyFile.Header header(Path copy) {
    try (ReadFile file = files.open(copy)) {
      return CopyFile.header(file);
    }
  }

  /** When the newest copy was taken. */
  public synchronized Optional<Instant> newest() {
    return files.list(copies).stream()
        .filter(file -> file.toString().endsWith(CopyFile.SUFFIX))
        .map(file -> header(file).at())
        .max(Instant::compareTo);
  }

  /** From when on no copy that held what was erased then can be opened any more. */
  public static Instant goneFrom(Instant erasedAt) {
    return erasedAt.truncatedTo(ChronoUnit.DAYS).plus(DAYS, ChronoUnit.DAYS);
  }

  /** Whether the keys of all days up to then are destroyed: the truth behind {@link #goneFrom}. */
  public synchronized boolean isGone(Instant erasedAt) {
    LocalDate day = LocalDate.ofInstant(erasedAt, ZoneOffset.UTC);
    return LedgerEpochs.read(epochs, files, macKey).days().stream()
        .noneMatch(known -> !known.day().isAfter(day));
  }

  private static LocalDate firstKept(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS - 1L);
  }

  /**
   * Makes a ledger of a copy, in an empty directory.
   *
   * @param epochs the directory of {@code ledger.epochs}
   * @return when the copy was taken
   * @throws LedgerDamaged if it cannot be opened, with the reason; the directory then holds no
   *     segment
   */
  public static Instant restore(
      Path copy, Path epochs, Files files, RoleKeyPair recovery, byte[] macKey, Path into) {
    LedgerFiles target = new LedgerFiles(into, files);
    if (!target.list().isEmpty()) {
      throw new LedgerDamaged("%s holds a ledger already".formatted(into));
    }
    try (ReadFile file = files.open(copy)) {
      CopyFile.Header header = CopyFile.header(file);
      LedgerEpochs.Day day =
          LedgerEpochs.read(epochs, files, macKey)
              .of(header.day())
              .orElseThrow(
                  () ->
                      new LedgerDamaged(
                          "no key of %s is in %s: copies can be opened for %d days"
                              .formatted(header.day(), epochs, DAYS)));
      try (RoleKeyPair key = day.open(recovery)) {
        Restored restored = new Restored(target);
        CopyFile.read(file, key, restored::piece);
        restored.end();
      }
      return header.at();
    } catch (CannotUnseal e) {
      throw new LedgerDamaged("the recovery key does not open this copy");
    }
  }

  /** Puts the pieces of each segment together; names it when the last of all has come. */
  private static final class Restored {
    private final LedgerFiles target;
    private final List<Path> temporaries = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private @Nullable AppendFile open;

    Restored(LedgerFiles target) {
      this.target = target;
      target.removeTemporaries();
    }

    void piece(int number, byte[] bytes) {
      AppendFile file = open;
      if (file == null || numbers.getLast() != number) {
        finish();
        Path temporary = target.directory().resolve("%08x.restored.tmp".formatted(number));
        numbers.add(number);
        temporaries.add(temporary);
        file = target.files().create(temporary);
        open = file;
      }
      file.write(bytes, 0, bytes.length);
    }

    private void finish() {
      AppendFile file = open;
      open = null;
      if (file != null) {
        file.force();
        file.close();
      }
    }

    void end() {
      finish();
      for (int i = 0; i < numbers.size(); i++) {
        target.files().rename(temporaries.get(i), target.file(numbers.get(i)));
      }
      target.files().forceDirectory(target.directory());
    }
  }
}
