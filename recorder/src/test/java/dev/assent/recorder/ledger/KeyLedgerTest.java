package dev.assent.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.SeededRandom;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeyLedgerTest {
  private static final Path HOME = Path.of("/home/ledger");
  private static final byte[] KEY = new byte[32];

  @Test
  void whatIsAppendedIsReadBackAfterReopening(@TempDir Path directory) {
    Files files = new DiskFiles();
    List<byte[]> secrets = secrets(1, 5);
    long[] rows;
    try (KeyLedger ledger = KeyLedger.open(directory, files, KEY, new SeededRandom(1))) {
      rows = ledger.append(RowKind.SHARE_B, secrets);
    }
    try (KeyLedger ledger = KeyLedger.open(directory, files, KEY, new SeededRandom(2))) {
      for (int i = 0; i < rows.length; i++) {
        assertThat(ledger.read(RowKind.SHARE_B, rows[i])).hasValue(secrets.get(i));
      }
      assertThat(ledger.append(RowKind.PERSON, secrets(2, 1))[0]).isEqualTo(rows[4] + 1);
    }
  }

  @Test
  void anErasedRowIsGoneFromTheDiskAndTheOthersKeepTheirPlaces() {
    FaultFiles files = new FaultFiles(HOME);
    KeyLedger ledger = open(files);
    List<byte[]> secrets = secrets(3, 10);
    long[] rows = ledger.append(RowKind.PERSON, secrets);
    byte[] before = files.bytes(segment(1));
    byte[] wrapped = Arrays.copyOfRange(before, 64 + 3 * 64 + 8, 64 + 3 * 64 + 48);

    ledger.erase(List.of(rows[3], rows[9]));
    ledger.erase(List.of(rows[3]));

    byte[] after = files.bytes(segment(1));
    assertThat(indexOf(before, wrapped)).isNotNegative();
    assertThat(indexOf(after, wrapped)).isNegative();
    for (int i = 0; i < rows.length; i++) {
      Optional<byte[]> read = ledger.read(RowKind.PERSON, rows[i]);
      if (i == 3 || i == 9) {
        assertThat(read).isEmpty();
      } else {
        assertThat(read).hasValue(secrets.get(i));
      }
    }
    long next = ledger.append(RowKind.PERSON, secrets(4, 1))[0];
    assertThat(next).isEqualTo(rows[9] + 1);
    assertThat(open(files).verify()).isEqualTo(new LedgerHealth(1, 9, 2, List.of()));
  }

  @Test
  void aRowIsReadOnlyAsWhatItIs() {
    KeyLedger ledger = open(new FaultFiles(HOME));
    long row = ledger.append(RowKind.SHARE_B, secrets(5, 1))[0];
    assertThatThrownBy(() -> ledger.read(RowKind.PERSON, row)).isInstanceOf(LedgerDamaged.class);
    assertThatThrownBy(() -> ledger.read(RowKind.SHARE_B, row + 1))
        .isInstanceOf(LedgerDamaged.class)
        .hasMessageContaining("past the end");
  }

  /** The file of a segment stays open between reads; an erasure puts another in its place. */
  @Test
  void whatWasReadBeforeIsGoneOnceErased(@TempDir Path disk) {
    KeyLedger ledger = small(disk, new DiskFiles(), 1, 4);
    long[] rows = ledger.append(RowKind.PERSON, secrets(9, 6));
    assertThat(ledger.read(RowKind.PERSON, rows[0])).isPresent();
    assertThat(ledger.read(RowKind.PERSON, rows[1])).isPresent();
    ledger.erase(List.of(rows[1], rows[5]));
    assertThat(ledger.read(RowKind.PERSON, rows[1])).isEmpty();
    assertThat(ledger.read(RowKind.PERSON, rows[5])).isEmpty();
    assertThat(ledger.read(RowKind.PERSON, rows[0])).hasValue(secrets(9, 6).getFirst());
    long later = ledger.append(RowKind.PERSON, secrets(10, 1))[0];
    assertThat(ledger.read(RowKind.PERSON, later)).hasValue(secrets(10, 1).getFirst());
    ledger.close();
  }

  @Test
  void anotherKeyIsTold() {
    FaultFiles files = new FaultFiles(HOME);
    open(files);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThatThrownBy(() -> KeyLedger.open(HOME, files, other, new SeededRandom(1)))
        .isInstanceOf(LedgerDamaged.class)
        .hasMessageContaining("another ledger key");
  }

  @Test
  void segmentsFollowEachOther() {
    FaultFiles files = new FaultFiles(HOME);
    List<byte[]> secrets = secrets(6, 11);
    KeyLedger ledger = small(HOME, files, 1, 4);
    long[] rows = ledger.append(RowKind.SHARE_B, secrets);
    assertThat(LongStream.of(rows).map(row -> row >>> 24).distinct()).containsExactly(1L, 2L, 3L);
    ledger.erase(LongStream.of(rows).boxed().toList().subList(2, 6));
    assertThat(small(HOME, files, 1, 4).verify()).isEqualTo(new LedgerHealth(3, 7, 4, List.of()));

    files.delete(segment(2));
    assertThatThrownBy(() -> small(HOME, files, 1, 4)).hasMessageContaining("00000002 is missing");
  }

  @Test
  void everySingleBitFlipIsFound() {
    FaultFiles files = new FaultFiles(HOME);
    KeyLedger ledger = open(files);
    long[] rows = ledger.append(RowKind.SHARE_B, secrets(7, 2));
    ledger.append(RowKind.PERSON, secrets(8, 1));
    ledger.erase(List.of(rows[1]));
    byte[] good = files.bytes(segment(1));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      files.overwrite(segment(1), bad);
      assertThatThrownBy(() -> open(files)).as("bit %d", bit).isInstanceOf(LedgerDamaged.class);
    }
  }

  @Test
  void aCutNeverTakesAnEarlierGroupUnseen() {
    FaultFiles files = new FaultFiles(HOME);
    KeyLedger ledger = open(files);
    ledger.append(RowKind.SHARE_B, secrets(9, 2));
    ledger.append(RowKind.SHARE_B, secrets(10, 3));
    byte[] good = files.bytes(segment(1));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      // Cut off its end, what a torn append leaves: whole rows stay, the rest never was.
      files.overwrite(segment(1), cut);
      int whole = Math.max(0, (length - 64) / 64);
      assertThat(open(files).verify())
          .as("cut to %d", length)
          .isEqualTo(new LedgerHealth(1, whole, 0, List.of()));
    }
    // A hole before the last group is no torn append.
    byte[] hole = good.clone();
    Arrays.fill(hole, 64, 128, (byte) 0);
    files.overwrite(segment(1), hole);
    assertThatThrownBy(() -> open(files)).isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void aRowOfAnotherPlaceDoesNotHold() {
    FaultFiles files = new FaultFiles(HOME);
    open(files).append(RowKind.SHARE_B, secrets(11, 2));
    byte[] swapped = files.bytes(segment(1));
    byte[] first = Arrays.copyOfRange(swapped, 64, 128);
    System.arraycopy(swapped, 128, swapped, 64, 64);
    System.arraycopy(first, 0, swapped, 128, 64);
    files.overwrite(segment(1), swapped);
    assertThatThrownBy(() -> open(files)).isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void afterAFailedWriteNothingIsPromisedAnyMore() {
    FaultFiles files = new FaultFiles(HOME);
    KeyLedger ledger = open(files);
    files.breakDisk();
    assertThatThrownBy(() -> ledger.append(RowKind.SHARE_B, secrets(12, 1)))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(ledger.failure()).isPresent();
    assertThatThrownBy(() -> ledger.append(RowKind.SHARE_B, secrets(12, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Cuts the power after every effect of a life of appends and erasures, many times over. */
  @Test
  void noPowerCutTakesAnAcknowledgedRowOrBringsBackAnErasedOne() {
    long effects = new Life(new FaultFiles(HOME)).live();
    for (long cut = 0; cut < effects; cut++) {
      for (long seed = 0; seed < 16; seed++) {
        cutAndCheck("", cut, seed);
      }
    }
  }

  /** The promise above rests on each single force: without any one of them it is broken. */
  @Test
  void everyForceIsNeeded() {
    FaultFiles files = new FaultFiles(HOME);
    long effects = new Life(files).live();
    Set<String> needless = new HashSet<>(files.forces());
    assertThat(needless).hasSizeGreaterThanOrEqualTo(5);
    for (String force : files.forces()) {
      search:
      for (long cut = 0; cut <= effects; cut++) {
        for (long seed = 0; seed < 16; seed++) {
          try {
            cutAndCheck(force, cut, seed);
          } catch (AssertionError | RuntimeException broken) {
            needless.remove(force);
            break search;
          }
        }
      }
    }
    assertThat(needless).as("forces whose absence no test notices").isEmpty();
  }

  private static void cutAndCheck(String ignoredForce, long cut, long seed) {
    FaultFiles files = new FaultFiles(HOME);
    files.ignoreForcesFrom(ignoredForce);
    files.cutPowerAfter(cut);
    Life life = new Life(files);
    try {
      life.live();
    } catch (FaultFiles.PowerCut expected) {
      // what this is about
    }
    life.check(files.afterPowerCut(seed));
    // Killed, and living on for a while: then what the next process saw was perhaps not on the
    // platter.
    FaultFiles found = files.afterKill();
    life.resume(found);
    life.check(found.afterPowerCut(seed));
  }

  /** A ledger's life, and what it was promised. */
  private static final class Life {
    private final Map<Long, byte[]> promised = new HashMap<>();
    private final Set<Long> erased = new HashSet<>();
    private final Set<Long> unsure = new HashSet<>();
    private FaultFiles files;

    Life(FaultFiles files) {
      this.files = files;
    }

    long live() {
      KeyLedger ledger = small(HOME, files, 1, 6);
      List<Long> rows = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        rows.addAll(append(ledger, i));
      }
      erase(ledger, rows.subList(1, 3));
      rows.addAll(append(ledger, 9));
      erase(ledger, rows.subList(7, 9));
      return files.effects();
    }

    void resume(FaultFiles next) {
      files = next;
      append(small(HOME, files, 1, 6), 77);
    }

    private List<Long> append(KeyLedger ledger, int seed) {
      List<byte[]> secrets = secrets(seed, 2);
      long[] rows = ledger.append(RowKind.SHARE_B, secrets);
      for (int i = 0; i < rows.length; i++) {
        promised.put(rows[i], secrets.get(i));
      }
      return LongStream.of(rows).boxed().toList();
    }

    private void erase(KeyLedger ledger, List<Long> rows) {
      unsure.addAll(rows);
      ledger.erase(rows);
      unsure.removeAll(rows);
      erased.addAll(rows);
    }

    void check(FaultFiles found) {
      KeyLedger ledger = small(HOME, found, 1, 6);
      promised.forEach(
          (row, secret) -> {
            Optional<byte[]> read = ledger.read(RowKind.SHARE_B, row);
            if (erased.contains(row)) {
              assertThat(read).isEmpty();
            } else if (!unsure.contains(row)) {
              assertThat(read).hasValue(secret);
            }
          });
      assertThat(ledger.verify().damaged()).isEmpty();
      assertThat(found.list(HOME)).allMatch(LedgerFiles::isSegment);
    }
  }

  private static Path segment(int number) {
    return new LedgerFiles(HOME, new FaultFiles()).file(number);
  }

  private static KeyLedger small(Path directory, Files files, long seed, int rowsPerSegment) {
    return KeyLedger.open(
        new LedgerPlace(directory, Optional.empty()),
        files,
        new KeyLedger.Key(KEY),
        new SeededRandom(seed),
        rowsPerSegment);
  }

  private static KeyLedger open(Files files) {
    return KeyLedger.open(HOME, files, KEY, new SeededRandom(1));
  }

  private static List<byte[]> secrets(long seed, int count) {
    Random random = new Random(seed);
    List<byte[]> secrets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      secrets.add(secret);
    }
    return secrets;
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
