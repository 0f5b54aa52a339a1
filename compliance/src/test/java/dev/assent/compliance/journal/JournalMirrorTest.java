package dev.assent.compliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.journal.MirrorHealth.Cause;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journal's second copy, on a disk that forgets what was not forced. */
@Timeout(60)
class JournalMirrorTest {
  private static final Path HOME = Path.of("/home/journal");
  private static final Path SECOND = Path.of("/second/journal");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-02T04:00:00Z"));
  private static final long SMALL = 700;

  private final Crashes crashes = new Crashes();
  private final FaultyFiles disk = new FaultyFiles(crashes);

  private Journal open() {
    return open(HOME, Optional.of(SECOND), new ArrayList<>());
  }

  private Journal open(Path home, Optional<Path> mirror, List<JournalEntry> read) {
    return Journal.open(
        new JournalPlace(home, mirror),
        disk,
        NOON,
        new SeededSecureRandom(home.hashCode()),
        SMALL,
        placed -> read.add(placed.entry()));
  }

  private List<JournalEntry> alone(Path journal) {
    List<JournalEntry> read = new ArrayList<>();
    open(journal, Optional.empty(), read).close();
    return read;
  }

  private static JournalEntry entry(int i) {
    return JournalEntry.operational(
        new UUID(0xA55E, i),
        EntryType.NOTE,
        NOON.instant().plusSeconds(i),
        "anna",
        JournalEntry.NO_ID,
        "{\"n\":%d}".formatted(i));
  }

  private static List<JournalEntry> entries(int from, int to) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  private void lose(Path directory) {
    for (String name : disk.list(directory)) {
      disk.delete(directory.resolve(name));
    }
  }

  private void copy(Path from, Path to) {
    disk.list(from).forEach(name -> disk.put(to.resolve(name), disk.bytes(from.resolve(name))));
  }

  @Test
  void holdsEverythingThatWasAcknowledged() {
    try (Journal journal = open()) {
      assertThat(journal.mirror()).isEqualTo(new MirrorHealth.InStep(SECOND));
      for (int i = 0; i < 20; i++) {
        journal.append(List.of(entry(i)));
      }
      lose(HOME);
      disk.loseAllNotForced();
      assertThat(alone(SECOND)).isEqualTo(entries(0, 20));
    }
  }

  @Test
  void theMirrorAloneHoldsWhatWasAcknowledgedAfterEveryPowerCut() {
    for (long seed = 0; seed < 4; seed++) {
      boolean crashed = true;
      for (long effect = 0; crashed; effect++) {
        crashed = powerCutAt(effect, seed);
      }
    }
  }

  private boolean powerCutAt(long effect, long seed) {
    Crashes machine = new Crashes();
    FaultyFiles files = new FaultyFiles(machine);
    List<JournalEntry> acknowledged = new ArrayList<>();
    JournalPlace place = new JournalPlace(HOME, Optional.of(SECOND));
    boolean crashed = false;
    for (int run = 0; run < 2; run++) {
      machine.crashAfter(effect);
      try (Journal journal =
          Journal.open(place, files, NOON, new SeededSecureRandom(seed), SMALL, _ -> {})) {
        for (int i = 10 * run; i < 10 * run + 6; i++) {
          journal.append(List.of(entry(i)));
          assertThat(journal.mirror()).isInstanceOf(MirrorHealth.InStep.class);
          acknowledged.add(entry(i));
        }
      } catch (Crashes.Crashed | JournalUnavailable e) {
        crashed = true;
      }
      machine.run();
      if (seed == 0) {
        files.loseAllNotForced();
      } else {
        files.powerCut(new Random(seed * 1000 + effect));
      }
    }
    List<JournalEntry> found = new ArrayList<>();
    JournalPlace second = new JournalPlace(SECOND, Optional.empty());
    Journal.open(
            second,
            files,
            NOON,
            new SeededSecureRandom(seed),
            SMALL,
            placed -> found.add(placed.entry()))
        .close();
    assertThat(found).as("seed %d effect %d", seed, effect).containsAll(acknowledged);
    return crashed;
  }

  @Test
  void anOlderHomeTakesWhatItsMirrorKnowsAndSaysSo() {
    try (Journal journal = open()) {
      journal.append(entries(0, 5));
      copy(HOME, Path.of("/old"));
      for (int i = 5; i < 20; i++) {
        journal.append(List.of(entry(i)));
      }
    }
    lose(HOME);
    copy(Path.of("/old"), HOME);
    List<JournalEntry> read = new ArrayList<>();
    try (Journal journal = open(HOME, Optional.of(SECOND), read)) {
      assertThat(journal.takenFromMirror()).isEqualTo(new TakenEntries(15, false));
      assertThat(journal.mirror()).isInstanceOf(MirrorHealth.InStep.class);
      assertThat(read).isEqualTo(entries(0, 20));
      journal.beginEpoch(entry(20));
    }
    try (Journal journal = open()) {
      assertThat(journal.takenFromMirror()).isEqualTo(TakenEntries.NOTHING);
    }
    assertThat(alone(SECOND)).isEqualTo(entries(0, 21));
  }

  @Test
  void whatIsTakenLastsWhateverHappensMeanwhile() {
    boolean crashed = true;
    for (long effect = 0; crashed; effect++) {
      crashed = takeCutAt(effect);
    }
  }

  private boolean takeCutAt(long effect) {
    Crashes machine = new Crashes();
    FaultyFiles files = new FaultyFiles(machine);
    JournalPlace place = new JournalPlace(HOME, Optional.of(SECOND));
    SeededSecureRandom random = new SeededSecureRandom(3);
    Path old = Path.of("/old");
    try (Journal journal = Journal.open(place, files, NOON, random, SMALL, _ -> {})) {
      journal.append(entries(0, 2));
      files.list(HOME).forEach(n -> files.put(old.resolve(n), files.bytes(HOME.resolve(n))));
      for (int i = 2; i < 9; i++) {
        journal.append(List.of(entry(i)));
      }
    }
    files.list(HOME).forEach(name -> files.delete(HOME.resolve(name)));
    files.list(old).forEach(n -> files.put(HOME.resolve(n), files.bytes(old.resolve(n))));
    machine.crashAfter(effect);
    boolean crashed = false;
    try {
      Journal.open(place, files, NOON, random, SMALL, _ -> {});
    } catch (Crashes.Crashed e) {
      crashed = true;
    }
    machine.run();
    files.loseAllNotForced();
    if (!crashed) {
      // Its mirror's disk dies now: what was taken from there must last here.
      files.list(SECOND).forEach(name -> files.delete(SECOND.resolve(name)));
    }
    List<JournalEntry> found = new ArrayList<>();
    try (Journal journal =
        Journal.open(place, files, NOON, random, SMALL, placed -> found.add(placed.entry()))) {
      assertThat(found).as("effect %d", effect).isEqualTo(entries(0, 9));
      assertThat(journal.takenFromMirror().isNothing()).as("effect %d", effect).isFalse();
    }
    return crashed;
  }

  @Test
  void nothingIsWrittenWhereNoDiskIsMounted() {
    disk.mounted(SECOND, false);
    try (Journal journal = open()) {
      journal.append(entries(0, 3));
      assertThat(journal.mirror())
          .isInstanceOfSatisfying(
              MirrorHealth.Behind.class, b -> assertThat(b.cause()).isEqualTo(Cause.ABSENT));
      assertThat(disk.list(SECOND)).isEmpty();
      disk.mounted(SECOND, true);
      assertThat(journal.mendMirror()).isInstanceOf(MirrorHealth.InStep.class);
      journal.append(entries(3, 4));
    }
    assertThat(alone(SECOND)).isEqualTo(entries(0, 4));
  }

  @Test
  void aFullSecondDiskHoldsNobodyUpAndIsMendedLater() {
    try (Journal journal = open()) {
      journal.append(entries(0, 2));
      disk.full(SECOND, true);
      for (int i = 2; i < 9; i++) {
        journal.append(List.of(entry(i)));
      }
      assertThat(journal.mirror())
          .isEqualTo(new MirrorHealth.Behind(SECOND, Cause.FAILS, "No space left on device"));
      assertThat(journal.mendMirror()).isInstanceOf(MirrorHealth.Behind.class);
      disk.full(SECOND, false);
      assertThat(journal.mendMirror()).isInstanceOf(MirrorHealth.InStep.class);
      journal.append(List.of(entry(9)));
    }
    assertThat(alone(SECOND)).isEqualTo(entries(0, 10));
  }

  @Test
  void anotherHomesJournalIsLeftAsItIs() {
    try (Journal other = open(SECOND, Optional.empty(), new ArrayList<>())) {
      other.append(entries(50, 55));
    }
    try (Journal journal = open()) {
      journal.append(entries(0, 5));
      assertThat(journal.mirror())
          .isInstanceOfSatisfying(
              MirrorHealth.Behind.class, b -> assertThat(b.cause()).isEqualTo(Cause.FOREIGN));
    }
    assertThat(alone(SECOND)).isEqualTo(entries(50, 55));
  }

  @Test
  void twoThatWentOnApartAreToldAndNeitherIsChanged() {
    try (Journal journal = open()) {
      journal.append(entries(0, 5));
    }
    copy(HOME, Path.of("/old"));
    try (Journal journal = open()) {
      journal.append(entries(5, 9));
    }
    lose(HOME);
    copy(Path.of("/old"), HOME);
    disk.mounted(SECOND, false);
    try (Journal journal = open()) {
      journal.append(entries(20, 22));
    }
    disk.mounted(SECOND, true);
    try (Journal journal = open()) {
      assertThat(journal.mirror())
          .isInstanceOfSatisfying(
              MirrorHealth.Behind.class, b -> assertThat(b.cause()).isEqualTo(Cause.APART));
      journal.append(entries(22, 23));
    }
    assertThat(alone(SECOND)).isEqualTo(entries(0, 9));
    List<JournalEntry> here = new ArrayList<>(entries(0, 5));
    here.addAll(entries(20, 23));
    assertThat(alone(HOME)).isEqualTo(here);
  }

  @Test
  void aBrokenMirrorDoesNotHideABrokenJournal() {
    try (Journal journal = open()) {
      journal.append(entries(0, 2));
    }
    Path segment = HOME.resolve("00000000.journal");
    byte[] bytes = disk.bytes(segment);
    bytes[SegmentHeader.LENGTH + 30] ^= 1;
    disk.put(segment, bytes);
    disk.mounted(SECOND, false);
    assertThatThrownBy(this::open).isInstanceOf(JournalDamaged.class);
    disk.mounted(SECOND, true);
    open().close();
    assertThat(alone(HOME)).isEqualTo(entries(0, 2));
  }
}
