package dev.assent.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.SeededRandom;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The ledger and its second copy: losing either loses nothing, and neither keeps what is erased.
 */
@Timeout(120)
class LedgerMirrorTest {
  private static final Path LEDGER = Path.of("/home/ledger");
  private static final Path MIRROR = Path.of("/second/ledger");
  private static final byte[] KEY = new byte[32];
  private static final byte[] NEXT_KEY = secrets(99, 1).getFirst();
  private static final int PER_SEGMENT = 6;

  @Test
  void itHoldsTheSameBytesAfterEveryCall() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.addAll(append(ledger, i, 3));
      assertSame(files);
    }
    ledger.erase(rows.subList(1, 11));
    assertSame(files);
    assertThat(ledger.mirror()).isEqualTo(new MirrorState.InStep(MIRROR));
  }

  @Test
  void aLostLedgerIsTakenFromItAndSaysSo() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 8);
    ledger.erase(List.of(rows.get(2)));
    ledger.close();
    new LedgerFiles(LEDGER, files).list().forEach(files::delete);

    KeyLedger again = open(files);
    assertThat(again.takenFromMirror()).isEqualTo(new TakenFromMirror(8, 0));
    assertThat(again.read(RowKind.PERSON, rows.get(2))).isEmpty();
    assertThat(again.read(RowKind.PERSON, rows.get(7))).hasValue(secrets(1, 8).get(7));
    assertThat(open(files).takenFromMirror()).isEqualTo(TakenFromMirror.NOTHING);
  }

  @Test
  void anOlderLedgerLearnsOfRowsAndErasuresFromIt() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 4);
    Map<Path, byte[]> older = snapshot(files, LEDGER);
    rows.addAll(append(ledger, 2, 5));
    ledger.erase(List.of(rows.get(1), rows.get(6)));
    ledger.close();
    new LedgerFiles(LEDGER, files).list().forEach(files::delete);
    restore(files, older);

    KeyLedger again = open(files);
    assertThat(again.takenFromMirror()).isEqualTo(new TakenFromMirror(5, 1));
    assertThat(again.read(RowKind.PERSON, rows.get(1))).isEmpty();
    assertThat(again.read(RowKind.PERSON, rows.get(6))).isEmpty();
    assertThat(again.read(RowKind.PERSON, rows.get(8))).hasValue(secrets(2, 5).get(4));
    assertSame(files);
  }

  @Test
  void oneThatIsAwayCatchesUpAndForgetsWhatWasErasedMeanwhile() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 4);
    files.fail(MIRROR, "its disk is gone");
    rows.addAll(append(ledger, 2, 7));
    ledger.erase(List.of(rows.get(0)));
    assertThat(ledger.mirror()).isInstanceOf(MirrorState.Behind.class);
    assertThat(ledger.failure()).as("the ledger itself goes on").isEmpty();
    assertThat(ledger.mendMirror()).isInstanceOf(MirrorState.Behind.class);

    files.mend(MIRROR);
    assertThat(ledger.mendMirror()).isEqualTo(new MirrorState.InStep(MIRROR));
    assertSame(files);
  }

  @Test
  void aNewOneIsFilled() {
    FaultFiles files = disk();
    KeyLedger alone =
        KeyLedger.open(
            new LedgerPlace(LEDGER, Optional.empty()),
            files,
            new KeyLedger.Key(KEY),
            new SeededRandom(1),
            PER_SEGMENT);
    append(alone, 1, 9);
    assertThat(alone.mirror()).isEqualTo(new MirrorState.None());
    alone.close();
    assertThat(open(files).mirror()).isEqualTo(new MirrorState.InStep(MIRROR));
    assertSame(files);
  }

  @Test
  void aMissingDirectoryIsToldAndAForeignLedgerIsNeverTouched() {
    FaultFiles unmounted = new FaultFiles(LEDGER);
    KeyLedger ledger = open(unmounted);
    append(ledger, 1, 1);
    assertThat(ledger.mirror())
        .isEqualTo(new MirrorState.Behind(MIRROR, "the directory is not there"));

    FaultFiles files = disk();
    KeyLedger other = KeyLedger.open(MIRROR, files, secrets(5, 1).getFirst(), new SeededRandom(7));
    append(other, 1, 2);
    Map<Path, byte[]> before = snapshot(files, MIRROR);
    assertThatThrownBy(() -> open(files))
        .isInstanceOf(LedgerDamaged.class)
        .hasMessageContaining("no mirror of this ledger");
    before.forEach((file, bytes) -> assertThat(files.bytes(file)).isEqualTo(bytes));

    FaultFiles sameKey = disk();
    append(KeyLedger.open(MIRROR, sameKey, KEY, new SeededRandom(8)), 1, 2);
    append(KeyLedger.open(LEDGER, sameKey, KEY, new SeededRandom(9)), 1, 2);
    assertThatThrownBy(() -> open(sameKey)).hasMessageContaining("no mirror of this ledger");
  }

  @Test
  void afterARestoreNoRowIsGivenTwiceAndErasuresOfLostRowsAreHarmless() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 3);
    ledger.beginAnew();
    long next = append(ledger, 2, 1).getFirst();
    assertThat(next >>> 24).isEqualTo(4097);
    ledger.erase(List.of(rows.get(1), rows.get(2) + 900, 77L << 24));
    assertThat(ledger.failure()).isEmpty();

    KeyLedger again = open(files);
    assertThat(again.read(RowKind.PERSON, next)).hasValue(secrets(2, 1).getFirst());
    assertThat(again.verify()).isEqualTo(new LedgerHealth(2, 3, 1, List.of()));
    assertSame(files);
    // What the copy did not know is gone as if it was erased; of the newest nothing can be lost.
    assertThat(again.read(RowKind.PERSON, rows.get(2) + 900)).isEmpty();
    assertThat(again.read(RowKind.PERSON, 77L << 24)).isEmpty();
    assertThatThrownBy(() -> again.read(RowKind.PERSON, next + 1))
        .isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void anErasedRowErasedAgainRewritesNothing() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 3);
    ledger.erase(rows);
    long effects = files.effects();
    ledger.erase(rows);
    assertThat(files.effects()).isEqualTo(effects);
  }

  @Test
  void aNewKeyRewritesAllOfItAndTheOldOneOpensNothing() {
    FaultFiles files = disk();
    KeyLedger ledger = open(files);
    List<Long> rows = append(ledger, 1, 9);
    ledger.erase(List.of(rows.get(4)));
    ledger.close();

    KeyLedger rekeyed = rekeyed(files);
    assertThat(rekeyed.read(RowKind.PERSON, rows.get(8))).hasValue(secrets(1, 9).get(8));
    assertThat(rekeyed.read(RowKind.PERSON, rows.get(4))).isEmpty();
    assertSame(files);
    assertThatThrownBy(() -> open(files)).isInstanceOf(LedgerDamaged.class);
  }

  /** A key changed half-way is finished by the next open, whatever the power did. */
  @Test
  void aNewKeySurvivesACutAfterAnyEffect() {
    FaultFiles whole = disk();
    append(open(whole), 1, 9);
    long before = whole.effects();
    rekeyed(whole);
    long effects = whole.effects() - before;
    for (long cut = 0; cut < effects; cut++) {
      for (long seed = 0; seed < 8; seed++) {
        FaultFiles files = disk();
        List<Long> rows = append(open(files), 1, 9);
        files.cutPowerAfter(cut);
        try {
          rekeyed(files);
        } catch (FaultFiles.PowerCut expected) {
          // what this is about
        }
        KeyLedger found = rekeyed(files.afterPowerCut(seed));
        for (int i = 0; i < 9; i++) {
          assertThat(found.read(RowKind.PERSON, rows.get(i))).hasValue(secrets(1, 9).get(i));
        }
      }
    }
  }

  /** Cuts the power after every effect; then either directory may be lost with its disk. */
  @Test
  void noPowerCutTakesAnAcknowledgedRowOrBringsBackAnErasedOneInEither() {
    long effects = new Life(disk()).live();
    for (long cut = 0; cut < effects; cut++) {
      for (long seed = 0; seed < 12; seed++) {
        cutAndCheck("", cut, seed);
      }
    }
  }

  @Test
  void everyForceIsNeeded() {
    FaultFiles files = disk();
    long effects = new Life(files).live();
    Set<String> forces = new TreeSet<>(files.forces());
    Set<String> needless = new TreeSet<>(forces);
    for (String force : forces) {
      search:
      for (long cut = 0; cut <= effects; cut++) {
        for (long seed = 0; seed < 12; seed++) {
          try {
            cutAndCheck(force, cut, seed);
          } catch (AssertionError | RuntimeException broken) {
            needless.remove(force);
            break search;
          }
        }
      }
    }
    assertThat(forces).hasSizeGreaterThanOrEqualTo(8);
    assertThat(needless).as("forces whose absence no test notices").isEmpty();
  }

  private static void cutAndCheck(String ignoredForce, long cut, long seed) {
    FaultFiles files = disk();
    files.ignoreForcesFrom(ignoredForce);
    files.cutPowerAfter(cut);
    Life life = new Life(files);
    try {
      life.live();
    } catch (FaultFiles.PowerCut expected) {
      // what this is about
    }
    life.check(files.afterPowerCut(seed), List.of());
    // The first disk is gone: all that was acknowledged stands on the second.
    life.check(files.afterPowerCut(seed), List.of(LEDGER));
    // Killed first: the next process believed what was not yet on the platter.
    FaultFiles found = files.afterKill();
    life.resume(found);
    FaultFiles after = found.afterPowerCut(seed);
    life.check(after, List.of());
    life.check(found.afterPowerCut(seed), List.of(LEDGER));
  }

  /** A ledger's life with a mirror, and what it was promised. */
  private static final class Life {
    private final Map<Long, byte[]> promised = new HashMap<>();
    private final Set<Long> erased = new HashSet<>();
    private final Set<Long> unsure = new HashSet<>();
    private FaultFiles files;

    Life(FaultFiles files) {
      this.files = files;
    }

    long live() {
      KeyLedger ledger = open(files);
      List<Long> rows = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        rows.addAll(promise(ledger, i));
      }
      erase(ledger, rows.subList(1, 3));
      rows.addAll(promise(ledger, 9));
      erase(ledger, rows.subList(7, 9));
      return files.effects();
    }

    void resume(FaultFiles next) {
      files = next;
      promise(open(files), 77);
    }

    private List<Long> promise(KeyLedger ledger, int seed) {
      List<Long> rows = append(ledger, seed, 2);
      for (int i = 0; i < rows.size(); i++) {
        promised.put(rows.get(i), secrets(seed, 2).get(i));
      }
      return rows;
    }

    private void erase(KeyLedger ledger, List<Long> rows) {
      unsure.addAll(rows);
      ledger.erase(rows);
      unsure.removeAll(rows);
      erased.addAll(rows);
    }

    void check(FaultFiles found, List<Path> lost) {
      for (Path directory : lost) {
        new LedgerFiles(directory, found).list().forEach(found::delete);
      }
      KeyLedger ledger = open(found);
      promised.forEach(
          (row, secret) -> {
            Optional<byte[]> read = ledger.read(RowKind.PERSON, row);
            if (erased.contains(row)) {
              assertThat(read).isEmpty();
            } else if (!unsure.contains(row)) {
              assertThat(read).hasValue(secret);
            }
          });
      assertThat(ledger.verify().damaged()).isEmpty();
      assertThat(ledger.mirror()).isEqualTo(new MirrorState.InStep(MIRROR));
      if (lost.isEmpty()) {
        // An honest mirror is never ahead: nobody may be told that this disk is an old copy.
        assertThat(ledger.takenFromMirror()).isEqualTo(TakenFromMirror.NOTHING);
      }
      assertSame(found);
    }
  }

  private static FaultFiles disk() {
    return new FaultFiles(LEDGER, MIRROR);
  }

  private static KeyLedger open(Files files) {
    return KeyLedger.open(
        new LedgerPlace(LEDGER, Optional.of(MIRROR)),
        files,
        new KeyLedger.Key(KEY),
        new SeededRandom(1),
        PER_SEGMENT);
  }

  private static KeyLedger rekeyed(Files files) {
    return KeyLedger.open(
        new LedgerPlace(LEDGER, Optional.of(MIRROR)),
        files,
        new KeyLedger.Key(NEXT_KEY, Optional.of(KEY)),
        new SeededRandom(3),
        PER_SEGMENT);
  }

  private static List<Long> append(KeyLedger ledger, long seed, int count) {
    return new ArrayList<>(
        LongStream.of(ledger.append(RowKind.PERSON, secrets(seed, count))).boxed().toList());
  }

  private static void assertSame(FaultFiles files) {
    Map<String, byte[]> ours = named(snapshot(files, LEDGER));
    Map<String, byte[]> theirs = named(snapshot(files, MIRROR));
    assertThat(theirs.keySet()).isEqualTo(ours.keySet());
    ours.forEach((name, bytes) -> assertThat(theirs.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> named(Map<Path, byte[]> files) {
    Map<String, byte[]> named = new HashMap<>();
    files.forEach((path, bytes) -> named.put(path.getFileName().toString(), bytes));
    return named;
  }

  private static Map<Path, byte[]> snapshot(FaultFiles files, Path directory) {
    Map<Path, byte[]> found = new HashMap<>();
    files.list(directory).forEach(file -> found.put(file, files.bytes(file)));
    return found;
  }

  private static void restore(FaultFiles files, Map<Path, byte[]> older) {
    older.forEach(
        (path, bytes) -> {
          files.create(path).close();
          files.overwrite(path, bytes);
        });
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
}
