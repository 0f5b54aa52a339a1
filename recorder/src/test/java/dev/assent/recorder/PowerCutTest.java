package dev.assent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the power after every single effect of a recorder's life, and looks at what the next process
 * makes of it: what was promised is there, and nothing else happened.
 */
@Timeout(300)
class PowerCutTest {
  /** Of what each cut leaves: one in a build, many in {@code scripts/interop 52-power-cuts}. */
  private static final int SEEDS = Integer.getInteger("assent.powercut.seeds", 1);

  private static final int MIXTURES = 6;

  /** What the recorder has to do until the power goes. */
  enum Work {
    /** Calls one after the other and at once; a recording is deleted. */
    SHORT_CALLS,
    /** A call that outlives the segments it began in, beside one that does not. */
    LONG_CALL
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPromisedSurvivesACutAfterAnyEffect(Work work) {
    long effects = new Life(Desk.disk(), work).live();
    for (long cut = 0; cut < effects; cut++) {
      // Killed first, or not, by turns.
      for (long seed = cut % 2; seed < cut % 2 + SEEDS; seed++) {
        try {
          cutAndCheck("", cut, seed, work);
        } catch (AssertionError | RuntimeException broken) {
          throw new AssertionError(
              "%s of %d effects, seed %d".formatted(cut, effects, seed), broken);
        }
      }
    }
  }

  /** Take any one force away, and the promise is broken. The ledger's are its own test's. */
  @Test
  void everyForceIsNeeded() {
    Set<String> forces = new TreeSet<>();
    for (Work work : Work.values()) {
      FaultFiles files = Desk.disk();
      long effects = new Life(files, work).live();
      forces.addAll(files.forces());
      forces.addAll(forcesOfSalvage(effects, work));
    }
    // That of a spare is for speed: what is written over it is forced by itself.
    forces.removeIf(
        place ->
            place.contains("Ledger") || place.contains("Life") || place.contains("SpareSegment"));
    Set<String> needless = new TreeSet<>(forces);
    for (String force : forces) {
      if (isNeeded(force)) {
        needless.remove(force);
      }
    }
    assertThat(forces).hasSizeGreaterThanOrEqualTo(9);
    assertThat(needless).as("forces whose absence no test notices").isEmpty();
  }

  /** Some are missed only if the disk kept one thing and lost another: that takes more seeds. */
  private static boolean isNeeded(String force) {
    Map<Work, Long> effects = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      effects.put(work, new Life(Desk.disk(), work).live());
    }
    // What a missing force breaks it breaks for a while: far apart first.
    for (long offset : new long[] {0, 2, 1, 3}) {
      for (long seed = 0; seed < MIXTURES; seed++) {
        for (Work work : Work.values()) {
          for (long cut = effects.get(work) - offset; cut >= 0; cut -= 4) {
            try {
              cutAndCheck(force, cut, seed, work);
            } catch (AssertionError | RuntimeException broken) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private static Set<String> forcesOfSalvage(long effects, Work work) {
    FaultFiles files = Desk.disk();
    files.cutPowerAfter(effects / 2);
    Life life = new Life(files, work);
    life.liveUntilCut();
    FaultFiles found = files.afterKill();
    life.reopen(found);
    return found.forces();
  }

  private static void cutAndCheck(String ignoredForce, long cut, long seed, Work work) {
    FaultFiles files = Desk.disk();
    files.ignoreForcesFrom(ignoredForce);
    files.cutPowerAfter(cut);
    Life life = new Life(files, work);
    life.liveUntilCut();
    if (seed % 2 == 0) {
      life.check(files.afterPowerCut(seed));
    } else {
      // Killed first: the next process saw, and believed, what was not yet on the platter.
      FaultFiles killed = files.afterKill();
      life.reopen(killed);
      life.check(killed.afterPowerCut(seed));
    }
  }

  /** What a recorder did, and what it had promised when the power went. */
  private static final class Life {
    private final JournalInMemory journal = new JournalInMemory();
    private final Map<UUID, Integer> forcedSeconds = new HashMap<>();
    private final Set<UUID> deleted = new HashSet<>();
    private final Set<UUID> unsure = new HashSet<>();
    private final FaultFiles files;
    private final TurnsByHand turns = new TurnsByHand();
    private final CallSound sound = new CallSound();

    private final Work work;

    Life(FaultFiles files, Work work) {
      this.files = files;
      this.work = work;
    }

    void liveUntilCut() {
      try {
        live();
      } catch (FaultFiles.PowerCut expected) {
        // what this is about
      }
    }

    long live() {
      KeyLedger ledger = Desk.ledger(files);
      Recorder recorder = Desk.recorder(files, ledger, journal, turns, 1);
      recorder.feed(sound);
      try {
        switch (work) {
          case SHORT_CALLS -> shortCalls(recorder);
          case LONG_CALL -> longCall(recorder);
        }
      } catch (RecorderBusy e) {
        throw new AssertionError(e);
      }
      return files.effects();
    }

    private void shortCalls(Recorder recorder) throws RecorderBusy {
      Recording first = recorder.begin(recorder.reserve(), Warrant.of(1));
      record(first, 0, 2);
      Recording second = recorder.begin(recorder.reserve(), Warrant.of(2));
      record(first, 2, 1);
      record(second, 0, 3);
      sound.last(first.tapId(), 3, 800);
      SealedRecording sealed = turns.await(first.finish("DONE"));
      forcedSeconds.put(first.id(), 4);
      delete(sealed.file(), first.id());
      record(second, 3, 4);
      turns.await(second.finish("DONE"));
      Recording third = recorder.begin(recorder.reserve(), Warrant.of(3));
      record(third, 0, 2);
      turns.pass(1_000_000_000L);
    }

    private void longCall(Recorder recorder) throws RecorderBusy {
      Recording first = recorder.begin(recorder.reserve(), Warrant.of(1));
      Recording second = recorder.begin(recorder.reserve(), Warrant.of(2));
      record(first, 0, 2);
      for (int at = 0; at < 30; at += 6) {
        record(second, at, 6);
      }
      turns.await(first.finish("DONE"));
      record(second, 30, 6);
      record(second, 36, 6);
      turns.await(second.finish("DONE"));
      Recording third = recorder.begin(recorder.reserve(), Warrant.of(3));
      record(third, 0, 12);
      turns.pass(1_000_000_000L);
    }

    private void record(Recording call, int from, int count) {
      sound.seconds(call.tapId(), from, count);
      turns.pass(250_000_000L);
      // The force that was due has returned.
      forcedSeconds.put(call.id(), from + count);
    }

    /** As retention does it, at the end of its time. */
    private void delete(Path file, UUID id) {
      unsure.add(id);
      files.delete(file);
      files.forceDirectory(file.getParent());
      deleted.add(id);
      unsure.remove(id);
    }

    void reopen(FaultFiles found) {
      Desk.salvager(found, Desk.ledger(found), journal, 2);
    }

    void check(FaultFiles found) {
      KeyLedger ledger = Desk.ledger(found);
      Desk.salvager(found, ledger, journal, 3);
      RecordingReader reader = Desk.reader(found);
      Map<UUID, Path> recordings = recordings(found);
      assertThat(journal.sealed().keySet()).isEqualTo(journal.opened().keySet());
      assertThat(recordings.keySet()).noneMatch(deleted::contains);
      for (UUID id : journal.opened().keySet()) {
        JournalInMemory.Sealed sealed = journal.sealed().get(id);
        assertThat(sealed.seconds()).isGreaterThanOrEqualTo(forcedSeconds.getOrDefault(id, 0));
        if (!deleted.contains(id) && !unsure.contains(id)) {
          check(reader, ledger, recordings.get(id), sealed, found);
        }
      }
      assertThat(found.list(Desk.RECORDINGS.resolve("tmp"))).isEmpty();
      assertThat(found.list(Desk.SPOOL))
          .filteredOn(file -> !file.getFileName().toString().matches("spare\\d+\\.spool"))
          .hasSize(1);
    }

    private void check(
        RecordingReader reader,
        KeyLedger ledger,
        Path path,
        JournalInMemory.Sealed sealed,
        FaultFiles found) {
      assertThat(path).isNotNull();
      RecordingHeader header = reader.verify(path).header().orElseThrow();
      byte[] shareB = ledger.read(RowKind.SHARE_B, header.ledgerRow()).orElseThrow();
      Verification opened = reader.verify(path, Desk.QA, shareB);
      int seconds = (int) sealed.seconds();
      assertThat(opened.verdict())
          .isEqualTo(
              sealed.complete() ? new Verdict.Complete(seconds) : new Verdict.Incomplete(seconds));
      assertThat(sealed.fileSha256())
          .isEqualTo(HexFormat.of().formatHex(JournalInMemory.sha256(found.bytes(path))));
      assertThat(found.exists(path.resolveSibling(path.getFileName() + ".salvage")))
          .isEqualTo(!sealed.complete());
    }

    private static Map<UUID, Path> recordings(FaultFiles found) {
      Map<UUID, Path> recordings = new HashMap<>();
      List<Path> days = new ArrayList<>(found.list(Desk.RECORDINGS));
      days.remove(Desk.RECORDINGS.resolve("tmp"));
      for (Path day : days) {
        for (Path file : found.list(day)) {
          String name = file.getFileName().toString();
          if (name.endsWith(".dvr1")) {
            recordings.put(UUID.fromString(name.replace(".dvr1", "")), file);
          }
        }
      }
      return recordings;
    }
  }
}
