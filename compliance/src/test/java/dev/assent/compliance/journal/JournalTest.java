package dev.assent.compliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.journal.JournalEntry.Sealed;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
  private static final Path HOME = Path.of("/journal");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-02T04:00:00Z"));

  private final Crashes crashes = new Crashes();
  private final FaultyFiles files = new FaultyFiles(crashes);
  private final List<JournalEntry> read = new ArrayList<>();

  private Journal open() {
    return open(Journal.SEGMENT_BYTES);
  }

  private Journal open(long segmentBytes) {
    read.clear();
    return Journal.open(
        new JournalPlace(HOME, Optional.empty()),
        files,
        NOON,
        new SeededSecureRandom(7),
        segmentBytes,
        placed -> {
          assertThat(placed.position()).isEqualTo(read.size());
          read.add(placed.entry());
        });
  }

  private Journal openAlone() {
    read.clear();
    return Journal.openAlone(
        HOME, files, NOON, new SeededSecureRandom(7), placed -> read.add(placed.entry()));
  }

  private static JournalEntry entry(int i) {
    return new JournalEntry(
        new UUID(0xA55E, i),
        EntryType.OPT_OUT,
        Instant.parse("2026-03-02T04:05:06.123456Z").plusSeconds(i),
        "anna",
        new Subject(new UUID(1, i), new UUID(2, i), i),
        new UUID(3, i),
        i % 3 == 0
            ? Optional.of(new Sealed((5L << 24) | i, Blob.of(new byte[] {1, 2, 3, (byte) i})))
            : Optional.empty(),
        i % 2 == 0 ? Optional.of("{\"bi\":\"%064x\"}".formatted(i)) : Optional.empty(),
        i % 5 == 0 ? Optional.empty() : Optional.of("{\"words\":\"同意\"}"));
  }

  private static List<JournalEntry> entries(int from, int to) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  @Test
  void givesBackWhatWasAppended() {
    try (Journal journal = open()) {
      assertThat(journal.append(entries(0, 3))).isZero();
      assertThat(journal.append(entries(3, 7))).isEqualTo(3);
      assertThat(journal.size()).isEqualTo(7);
    }
    open().close();
    assertThat(read).isEqualTo(entries(0, 7));
    assertThat(Journal.verify(HOME, files)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void whoeverAppendsAloneForcesTheSameBytes() {
    try (Journal journal = openAlone()) {
      assertThat(journal.append(entries(0, 4))).isZero();
      assertThat(journal.append(entries(4, 6))).isEqualTo(4);
      files.loseAllNotForced();
    }
    openAlone().close();
    assertThat(read).isEqualTo(entries(0, 6));
  }

  @Test
  void aloneToo_nothingIsTakenAfterAForceThatFailed() {
    Journal journal = openAlone();
    journal.append(entries(0, 1));
    crashes.crashAfter(1);
    assertThatThrownBy(() -> journal.append(entries(1, 2))).isInstanceOf(JournalUnavailable.class);
    crashes.run();
    assertThatThrownBy(() -> journal.append(entries(2, 3))).isInstanceOf(JournalUnavailable.class);
    assertThat(journal.failure()).isPresent();
    journal.close();
    assertThatThrownBy(() -> journal.append(entries(3, 4))).isInstanceOf(JournalUnavailable.class);
  }

  @Test
  void worksOnDisk(@TempDir Path directory) {
    DiskFiles disk = new DiskFiles();
    Path home = directory.resolve("journal");
    try (Journal journal =
        Journal.open(
            new JournalPlace(home, Optional.empty()),
            disk,
            NOON,
            new SeededSecureRandom(1),
            2_000,
            _ -> {})) {
      for (int i = 0; i < 40; i++) {
        journal.append(List.of(entry(i)));
      }
    }
    assertThat(disk_names(disk, home)).hasSizeGreaterThan(5);
    try (Journal journal =
        Journal.open(home, disk, NOON, new SeededSecureRandom(1), e -> read.add(e.entry()))) {
      assertThat(journal.size()).isEqualTo(40);
    }
    assertThat(read).isEqualTo(entries(0, 40));
  }

  private static List<String> disk_names(DiskFiles disk, Path home) {
    try {
      return disk.list(home);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void manyThreadsShareGroupsAndLoseNothing() throws Exception {
    Set<Integer> appended = Collections.synchronizedSet(new HashSet<>());
    try (Journal journal = open(20_000);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 32; t++) {
        int from = t * 20;
        running.add(
            threads.submit(
                () -> {
                  for (int i = from; i < from + 20; i++) {
                    journal.append(List.of(entry(i)));
                    appended.add(i);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get(30, TimeUnit.SECONDS);
      }
    }
    open().close();
    assertThat(appended).hasSize(640);
    assertThat(read).containsExactlyInAnyOrderElementsOf(entries(0, 640));
  }

  @Test
  void matchesTheCommittedVectors() throws Exception {
    try (Journal journal = open()) {
      journal.append(entries(0, 4));
      journal.append(entries(4, 6));
    }
    for (String name : List.of("00000000.journal", "head")) {
      assertThat(HexFormat.of().formatHex(files.bytes(HOME.resolve(name))))
          .as(name)
          .isEqualTo(vector(name + ".hex"));
    }
    assertThat(read).isEmpty();
    open().close();
    assertThat(read).isEqualTo(entries(0, 6));
  }

  private static String vector(String name) throws Exception {
    Path file = Path.of(JournalTest.class.getResource("/journal-vectors/" + name).toURI());
    return Files.readString(file).replaceAll("\\s", "");
  }

  @Test
  void findsEveryFlippedBitAndNamesTheEntry() {
    try (Journal journal = open(1_200)) {
      for (int i = 0; i < 4; i++) {
        journal.append(entries(3 * i, 3 * i + 3));
      }
    }
    assertThat(files.list(HOME)).hasSizeGreaterThan(2);
    Random random = new Random(11);
    for (String name : files.list(HOME)) {
      byte[] right = files.bytes(HOME.resolve(name));
      for (int at = 0; at < right.length; at++) {
        byte[] wrong = right.clone();
        wrong[at] ^= (byte) (1 << random.nextInt(8));
        files.put(HOME.resolve(name), wrong);
        Verification found = Journal.verify(HOME, files);
        String where = name + " byte " + at;
        if (name.equals("head")) {
          assertThat(found).as(where).isInstanceOf(Verification.HeadDamaged.class);
        } else {
          assertThat(found).as(where).isInstanceOf(Verification.Damaged.class);
          Verification.Damaged damaged = (Verification.Damaged) found;
          assertThat(damaged.file()).as(where).isEqualTo(name);
          assertThat(damaged.offset()).as(where).isLessThanOrEqualTo(at);
          assertThatThrownBy(() -> open(1_200)).as(where).isInstanceOf(JournalDamaged.class);
        }
      }
      files.put(HOME.resolve(name), right);
    }
    assertThat(Journal.verify(HOME, files)).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void namesTheBadEntryByPositionAndId() {
    try (Journal journal = open()) {
      journal.append(entries(0, 10));
    }
    byte[] bytes = files.bytes(HOME.resolve("00000000.journal"));
    bytes[bytes.length - 40] ^= 1;
    files.put(HOME.resolve("00000000.journal"), bytes);
    Verification.Damaged damaged = (Verification.Damaged) Journal.verify(HOME, files);
    assertThat(damaged.position()).isEqualTo(9);
    assertThat(damaged.id()).contains(entry(9).id());
  }

  @Test
  void aDamagedEntryIsNoTornTailEvenWithoutTheHead() {
    try (Journal journal = open()) {
      journal.append(entries(0, 3));
      journal.append(entries(3, 4));
    }
    byte[] bytes = files.bytes(HOME.resolve("00000000.journal"));
    bytes[SegmentHeader.LENGTH + 5] ^= 1;
    files.put(HOME.resolve("00000000.journal"), bytes);
    files.put(HOME.resolve("head"), new byte[0]);
    assertThatThrownBy(this::open).isInstanceOf(JournalDamaged.class);
  }

  @Test
  void findsACutTailAndAMissingSegment() {
    try (Journal journal = open(1_000)) {
      for (int i = 0; i < 9; i++) {
        journal.append(List.of(entry(i)));
      }
    }
    List<String> segments =
        files.list(HOME).stream().filter(name -> name.endsWith(".journal")).toList();
    Path last = HOME.resolve(segments.getLast());
    byte[] bytes = files.bytes(last);
    files.put(last, java.util.Arrays.copyOf(bytes, bytes.length - 500));
    assertThat(Journal.verify(HOME, files)).isInstanceOf(Verification.Damaged.class);
    files.put(last, bytes);
    files.delete(HOME.resolve(segments.get(1)));
    assertThat(Journal.verify(HOME, files)).isInstanceOf(Verification.Damaged.class);
  }

  @Test
  void whatWasAcknowledgedOutlivesEveryPowerCut() {
    for (long seed = 0; seed < 6; seed++) {
      long crashAt = 0;
      boolean crashed = true;
      while (crashed) {
        crashed = powerCutAt(crashAt, seed);
        crashAt++;
      }
      assertThat(crashAt).isGreaterThan(30);
    }
  }

  /** Two runs, each cut off; false once everything happened before the effect to crash at. */
  private boolean powerCutAt(long effect, long seed) {
    Crashes machine = new Crashes();
    FaultyFiles disk = new FaultyFiles(machine);
    Random random = new Random(seed * 1000 + effect);
    Set<JournalEntry> acknowledged = ConcurrentHashMap.newKeySet();
    boolean crashed = false;
    for (int run = 0; run < 2; run++) {
      machine.crashAfter(effect);
      int from = 100 * run;
      try (Journal journal =
          Journal.open(
              new JournalPlace(HOME, Optional.empty()),
              disk,
              NOON,
              new SeededSecureRandom(seed),
              1_500,
              _ -> {})) {
        for (int i = from; i < from + 12; i += 2) {
          List<JournalEntry> two = entries(i, i + 2);
          journal.append(two);
          acknowledged.addAll(two);
        }
      } catch (Crashes.Crashed | JournalUnavailable e) {
        crashed = true;
      }
      machine.run();
      if (seed == 0) {
        disk.loseAllNotForced();
      } else {
        disk.powerCut(random);
      }
    }
    List<JournalEntry> found = new ArrayList<>();
    Journal.open(
            new JournalPlace(HOME, Optional.empty()),
            disk,
            NOON,
            new SeededSecureRandom(seed),
            1_500,
            e -> found.add(e.entry()))
        .close();
    assertThat(found).as("seed %d effect %d", seed, effect).containsAll(acknowledged);
    assertThat(Journal.verify(HOME, disk)).isInstanceOf(Verification.Intact.class);
    return crashed;
  }

  @Test
  void whatAnEarlierProcessLeftUnforcedIsForcedBeforeItCounts() {
    Journal journal = open();
    journal.append(entries(0, 2));
    // The next group is written, but the process dies before its force; the machine lives on.
    crashes.crashAfter(1);
    assertThatThrownBy(() -> journal.append(entries(2, 4))).isInstanceOf(JournalUnavailable.class);
    crashes.run();
    open();
    assertThat(read).isEqualTo(entries(0, 4));
    files.loseAllNotForced();
    open();
    assertThat(read).isEqualTo(entries(0, 4));
  }

  @Test
  void theHeadIsForcedWhenTheJournalIsClosed() {
    try (Journal journal = open()) {
      journal.append(entries(0, 2));
      journal.append(entries(2, 3));
    }
    files.loseAllNotForced();
    byte[] bytes = files.bytes(HOME.resolve("00000000.journal"));
    bytes[bytes.length - 1] ^= 1;
    files.put(HOME.resolve("00000000.journal"), bytes);
    assertThatThrownBy(this::open).isInstanceOf(JournalDamaged.class);
  }

  @Test
  void theHeadIsForcedWhenTheJournalIsOpened() {
    Journal journal = open();
    journal.append(entries(0, 2));
    open();
    files.loseAllNotForced();
    byte[] bytes = files.bytes(HOME.resolve("00000000.journal"));
    bytes[bytes.length - 1] ^= 1;
    files.put(HOME.resolve("00000000.journal"), bytes);
    assertThatThrownBy(this::open).isInstanceOf(JournalDamaged.class);
  }

  @Test
  void takesNothingMoreAfterAFailedForce() {
    Journal journal = open();
    journal.append(entries(0, 1));
    crashes.crashAfter(1);
    assertThatThrownBy(() -> journal.append(entries(1, 2))).isInstanceOf(JournalUnavailable.class);
    crashes.run();
    assertThatThrownBy(() -> journal.append(entries(2, 3))).isInstanceOf(JournalUnavailable.class);
    journal.close();
    open().close();
    assertThat(read).startsWith(entry(0)).doesNotContain(entry(2));
  }
}
