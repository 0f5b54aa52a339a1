package dev.assent.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.SeededRandom;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.files.FaultFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of the ledger: they bring it back for a week, and then nothing does. */
@Timeout(120)
class LedgerCopiesTest {
  private static final Path LEDGER = Path.of("/home/ledger");
  private static final Path COPIES = Path.of("/backup/ledger");
  private static final Path EPOCHS = Path.of("/third/epochs");
  private static final Path EMPTY = Path.of("/new/ledger");
  private static final byte[] KEY = new byte[32];
  private static final byte[] MAC_KEY = secret(7);
  private static final RoleKeyPair RECOVERY = RoleKeyPair.fromSeed(secret(1));

  private Instant now = Instant.parse("2026-09-15T02:00:00Z");

  @Test
  void aLostLedgerComesBackFromItsNewestCopy() {
    FaultFiles files = disk();
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    long[] rows = ledger.append(RowKind.SHARE_B, List.of(secret(2), secret(3), secret(4)));
    ledger.erase(List.of(rows[1]));
    Path copy = copies(files).take(ledger);
    assertThat(copies(files).newest()).hasValue(now);

    assertThat(restore(files, copy)).isEqualTo(now);
    KeyLedger restored = KeyLedger.open(EMPTY, files, KEY, new SeededRandom(2));
    assertThat(restored.id()).isEqualTo(ledger.id());
    assertThat(restored.read(RowKind.SHARE_B, rows[0])).hasValue(secret(2));
    assertThat(restored.read(RowKind.SHARE_B, rows[1])).isEmpty();
    assertThat(restored.verify()).isEqualTo(ledger.verify());
  }

  @Test
  void whatWasErasedIsGoneAWeekLaterWhereverACopyWasCarried() {
    FaultFiles files = disk();
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    long[] rows = ledger.append(RowKind.PERSON, List.of(secret(2), secret(3)));
    Path copy = copies(files).take(ledger);
    byte[] carriedAway = files.bytes(copy);
    byte[] epochsThen = files.bytes(EPOCHS.resolve(LedgerEpochs.FILE));
    Instant erasedAt = now;
    ledger.erase(List.of(rows[0]));
    assertThat(copies(files).isGone(erasedAt)).isFalse();

    Instant gone = LedgerCopies.goneFrom(erasedAt);
    assertThat(gone).isEqualTo("2026-09-22T00:00:00Z");
    assertThat(Duration.between(erasedAt, gone)).isLessThanOrEqualTo(Duration.ofDays(7));
    now = gone.minusSeconds(1);
    copies(files).take(ledger);
    assertThat(copies(files).isGone(erasedAt)).isFalse();
    assertThat(restore(files, copy)).isEqualTo(erasedAt);

    now = gone;
    copies(files).take(ledger);
    assertThat(copies(files).isGone(erasedAt)).isTrue();
    assertThat(files.exists(copy)).isFalse();
    files.create(copy).close();
    files.overwrite(copy, carriedAway);
    FaultFiles fresh = files.afterKill();
    fresh.list(EMPTY).forEach(fresh::delete);
    assertThatThrownBy(() -> restore(fresh, copy))
        .isInstanceOf(LedgerDamaged.class)
        .hasMessageContaining("copies can be opened for 7 days");
    byte[] epochsNow = files.bytes(EPOCHS.resolve(LedgerEpochs.FILE));
    byte[] sealedThen = Arrays.copyOfRange(epochsThen, 16 + 4 + 1216, 16 + 4 + 1216 + 1168);
    assertThat(indexOf(epochsNow, sealedThen)).isNegative();
  }

  @Test
  void aDaysLastCopyStaysAndAllOfTheLastDay() {
    FaultFiles files = disk();
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    for (int hour = 0; hour < 24 * 9; hour += 2) {
      copies(files).take(ledger);
      now = now.plus(Duration.ofHours(2));
    }
    copies(files).expire();
    List<Path> left = files.list(COPIES);
    assertThat(left).hasSizeBetween(12 + 4, 12 + 7);
    assertThat(LedgerEpochs.read(EPOCHS, files, MAC_KEY).days()).hasSize(7);
  }

  /** A copy that was taken, and a ledger that was made of one, survive a power cut. */
  @Test
  void everyForceIsNeeded() {
    FaultFiles whole = disk();
    assertThat(survives(whole, "", 0)).isTrue();
    List<String> forces =
        whole.forces().stream()
            .filter(place -> place.contains("LedgerCopies") || place.contains("LedgerEpochs"))
            .filter(place -> !place.contains("Test"))
            .toList();
    assertThat(forces).hasSizeGreaterThanOrEqualTo(6);
    assertThat(forces)
        .as("forces whose absence no test notices")
        .allMatch(force -> LongStream.range(0, 8).anyMatch(seed -> !survives(disk(), force, seed)));
  }

  private boolean survives(FaultFiles files, String ignoredForce, long seed) {
    files.ignoreForcesFrom(ignoredForce);
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    long row = ledger.append(RowKind.SHARE_B, List.of(secret(2)))[0];
    Path copy = copies(files).take(ledger);
    restore(files, copy);
    FaultFiles found = files.afterPowerCut(seed);
    try {
      KeyLedger restored = KeyLedger.open(EMPTY, found, KEY, new SeededRandom(2));
      boolean held = restored.read(RowKind.SHARE_B, row).isPresent();
      found.list(EMPTY).forEach(found::delete);
      restore(found, copy);
      return held;
    } catch (RuntimeException lost) {
      return false;
    }
  }

  @Test
  void withoutAllThreePartsNothingOpens() {
    FaultFiles files = disk();
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    ledger.append(RowKind.SHARE_B, List.of(secret(2)));
    Path copy = copies(files).take(ledger);

    assertThatThrownBy(
            () -> LedgerCopies.restore(copy, Path.of("/nowhere"), files, RECOVERY, MAC_KEY, EMPTY))
        .hasMessageContaining("no key of 2026-09-15");
    assertThatThrownBy(
            () ->
                LedgerCopies.restore(
                    copy, EPOCHS, files, RoleKeyPair.fromSeed(secret(9)), MAC_KEY, EMPTY))
        .hasMessageContaining("recovery key does not open");
    assertThat(indexOf(files.bytes(copy), secret(2))).isNegative();
    assertThat(restore(files, copy)).isEqualTo(now);
    assertThatThrownBy(() -> restore(files, copy)).hasMessageContaining("holds a ledger already");
  }

  @Test
  void everyChangeOfACopyOrOfTheDaysIsFound() {
    FaultFiles files = disk();
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    ledger.append(RowKind.SHARE_B, List.of(secret(2), secret(3)));
    Path copy = copies(files).take(ledger);
    byte[] good = files.bytes(copy);
    for (int at = 0; at < good.length; at += 7) {
      byte[] bad = good.clone();
      bad[at] ^= 0x20;
      files.overwrite(copy, bad);
      assertThatThrownBy(() -> restore(files, copy))
          .as("byte %d", at)
          .isInstanceOf(LedgerDamaged.class);
      files.overwrite(copy, Arrays.copyOf(good, at));
      assertThatThrownBy(() -> restore(files, copy))
          .as("cut at %d", at)
          .isInstanceOf(LedgerDamaged.class);
    }
    files.overwrite(copy, good);
    Path epochs = EPOCHS.resolve(LedgerEpochs.FILE);
    byte[] days = files.bytes(epochs);
    for (int at = 0; at < days.length; at += 101) {
      byte[] bad = days.clone();
      bad[at] ^= 1;
      files.overwrite(epochs, bad);
      assertThatThrownBy(() -> restore(files, copy)).isInstanceOf(LedgerDamaged.class);
      assertThatThrownBy(() -> copies(files).take(ledger)).isInstanceOf(LedgerDamaged.class);
    }
  }

  /** Cuts the power after every effect of an hour's work on the day a key is destroyed. */
  @Test
  void noPowerCutLeavesACopyThatDoesNotOpenOrAKeyThatWasDestroyed() {
    long effects = hours(disk(), Long.MAX_VALUE);
    for (long cut = 0; cut < effects; cut++) {
      for (long seed = 0; seed < 8; seed++) {
        FaultFiles files = disk();
        try {
          hours(files, cut);
        } catch (FaultFiles.PowerCut expected) {
          // what this is about
        }
        FaultFiles found = files.afterPowerCut(seed);
        KeyLedger ledger = KeyLedger.open(LEDGER, found, KEY, new SeededRandom(4));
        copies(found).take(ledger);
        for (Path copy : found.list(COPIES)) {
          found.list(EMPTY).forEach(found::delete);
          assertThat(restore(found, copy)).isBeforeOrEqualTo(now);
          assertThat(KeyLedger.open(EMPTY, found, KEY, new SeededRandom(5)).verify().damaged())
              .isEmpty();
        }
        assertThat(copies(found).isGone(now.minus(Duration.ofDays(7)))).isTrue();
      }
    }
  }

  private long hours(FaultFiles files, long cut) {
    now = Instant.parse("2026-09-15T02:00:00Z");
    KeyLedger ledger = KeyLedger.open(LEDGER, files, KEY, new SeededRandom(1));
    ledger.append(RowKind.SHARE_B, List.of(secret(2)));
    copies(files).take(ledger);
    long before = files.effects();
    now = now.plus(Duration.ofDays(7));
    if (cut < Long.MAX_VALUE) {
      files.cutPowerAfter(cut);
    }
    ledger.append(RowKind.SHARE_B, List.of(secret(3)));
    copies(files).take(ledger);
    return files.effects() - before;
  }

  private LedgerCopies copies(FaultFiles files) {
    return new LedgerCopies(
        COPIES, EPOCHS, files, RECOVERY.publicKey(), MAC_KEY, () -> now, new SeededRandom(3));
  }

  private static Instant restore(FaultFiles files, Path copy) {
    return LedgerCopies.restore(copy, EPOCHS, files, RECOVERY, MAC_KEY, EMPTY);
  }

  private static FaultFiles disk() {
    return new FaultFiles(LEDGER, COPIES, EPOCHS, EMPTY);
  }

  private static byte[] secret(int of) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) of);
    return secret;
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
