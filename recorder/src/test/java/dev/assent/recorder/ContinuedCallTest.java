package dev.assent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.G711;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import dev.assent.recorder.replay.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that become too long for one file: nothing is lost at the joint, and nothing comes twice.
 */
@Timeout(60)
class ContinuedCallTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int FILE_SECONDS = 5;

  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final JournalInMemory journal = new JournalInMemory();
  private final TurnsByHand turns = new TurnsByHand();
  private final CallSound sound = new CallSound();
  private final Recorder recorder = Desk.recorder(files, ledger, journal, turns, 1, FILE_SECONDS);

  ContinuedCallTest() {
    recorder.feed(sound);
  }

  @Test
  void aLongCallGoesOnInFilesThatJoinToTheSample() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, 12);
    sound.last(call.tapId(), 12, 4000);
    SealedRecording sealed = turns.await(call.finish("DONE"));

    assertThat(sealed.endCause()).isEqualTo("DONE");
    RecordedCall recorded = recorded(files);
    assertThat(recorded.files()).extracting(CatalogEntry::seconds).containsExactly(5L, 5L, 3L);
    assertThat(recorded.files())
        .extracting(CatalogEntry::endCause)
        .containsExactly("CONTINUES", "CONTINUES", "DONE");
    assertThat(recorded.complete()).isTrue();
    assertThat(recorded.first().id()).isEqualTo(call.id());
    for (CatalogEntry file : recorded.files()) {
      assertThat(Desk.reader(files).verify(file.file()).verdict())
          .isEqualTo(new Verdict.Complete((int) file.seconds()));
      assertThat(journal.sealed().get(file.id()).complete()).isTrue();
    }
    assertThatItSoundsAsItWas(recorded, call.tapId(), 12 * 8000 + 4000);
  }

  @Test
  void aCallThatEndsWithTheFileHasNoOther() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, FILE_SECONDS);
    sound.last(call.tapId(), FILE_SECONDS, 0);
    turns.await(call.finish("DONE"));
    assertThat(recorded(files).files()).hasSize(1);
    assertThat(recorded(files).complete()).isTrue();
  }

  @Test
  void theEndMayComeWhileTheNextFileIsBeingOpened() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, FILE_SECONDS);
    turns.stall("recorder-prepare", true);
    record(call, FILE_SECONDS, 2);
    sound.last(call.tapId(), FILE_SECONDS + 2, 800);
    CompletableFuture<SealedRecording> sealing = call.finish("DONE");
    turns.pass(5 * SECOND);
    assertThat(sealing).isNotDone();
    turns.stall("recorder-prepare", false);
    SealedRecording sealed = turns.await(sealing);
    assertThat(sealed.seconds()).isEqualTo(3);
    assertThatItSoundsAsItWas(recorded(files), call.tapId(), (FILE_SECONDS + 2) * 8000 + 800);
  }

  @Test
  void closingEndsTheFileInWhichACallIs() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, 7);
    recorder.close();
    RecordedCall recorded = recorded(files);
    assertThat(recorded.complete()).isTrue();
    assertThat(recorded.endCause()).isEqualTo(Recorder.CLOSED);
    assertThat(recorded.seconds()).isEqualTo(7);
    assertThatItSoundsAsItWas(recorded, call.tapId(), 7 * 8000);
  }

  @Test
  void whereNoNextFileComesTheCallGoesOnInTheOneItHas() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, FILE_SECONDS);
    turns.stall("recorder-prepare", true);
    record(call, FILE_SECONDS, 12);
    turns.stall("recorder-prepare", false);
    record(call, FILE_SECONDS + 12, 3);
    sound.last(call.tapId(), FILE_SECONDS + 15, 0);
    turns.await(call.finish("DONE"));
    RecordedCall recorded = recorded(files);
    assertThat(recorded.files()).hasSize(1);
    assertThatItSoundsAsItWas(recorded, call.tapId(), (FILE_SECONDS + 15) * 8000);
    // What was opened for it is not left open.
    assertThat(journal.opened()).hasSize(2);
    assertThat(journal.stopped()).hasSize(1).doesNotContainKey(call.id());
    recorder.close();
    JournalInMemory after = new JournalInMemory();
    Desk.salvager(files.afterKill(), Desk.ledger(files), after, 2);
    assertThat(after.opened()).isEmpty();
  }

  @Test
  void marksGoWhereTheirSecondsGo() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    record(call, 0, 7);
    call.mark(
        new dev.assent.recorder.container.Mark(
            dev.assent.recorder.container.MarkKind.NOTE, 0, Desk.NOW, "late"));
    record(call, 7, 1);
    turns.await(call.finish("DONE"));
    try (Replay replay = replay(recorded(files), files)) {
      assertThat(replay.timeline())
          .singleElement()
          .satisfies(mark -> assertThat(mark.mark().detail()).isEqualTo("late"));
    }
  }

  /** Killed by turns, and cut off from power. */
  @Test
  void aProcessThatEndsAtAnyMomentLeavesFilesThatJoin() throws Exception {
    long effects = new Life(Long.MAX_VALUE).files.effects();
    for (long cut = 0; cut <= effects; cut++) {
      Life life = new Life(cut);
      FaultFiles found = cut % 2 == 0 ? life.files.afterKill() : life.files.afterPowerCut(cut % 5);
      try {
        life.check(found);
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("cut %d of %d".formatted(cut, effects), broken);
      }
    }
  }

  /** A call of eight seconds in files of three, until the end comes. */
  private static final class Life {
    final FaultFiles files = Desk.disk();
    final JournalInMemory told = new JournalInMemory();

    /** Seconds that were forced. */
    int promised;

    Life(long cut) throws Exception {
      files.cutPowerAfter(cut);
      TurnsByHand turns = new TurnsByHand();
      CallSound sound = new CallSound();
      try {
        Recorder recorder = Desk.recorder(files, Desk.ledger(files), told, turns, 1, 3);
        recorder.feed(sound);
        Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
        for (int second = 0; second < 8; second++) {
          sound.seconds(call.tapId(), second, 1);
          turns.pass(SECOND);
          // A second that had to wait for its file is forced with the next.
          promised = second;
        }
        turns.await(call.finish("DONE"));
        promised = 8;
      } catch (FaultFiles.PowerCut expected) {
        // what this is about
      }
    }

    void check(FaultFiles found) throws Exception {
      KeyLedger shares = Desk.ledger(found);
      Desk.salvager(found, shares, told, 2);
      assertThat(told.sealed().keySet()).isEqualTo(told.opened().keySet());
      List<RecordedCall> calls = new Catalog(Desk.RECORDINGS, found).list().calls();
      if (calls.isEmpty()) {
        assertThat(promised).isZero();
        return;
      }
      assertThat(calls).hasSize(1);
      RecordedCall call = calls.getFirst();
      assertThat(call.whole()).isTrue();
      assertThat(call.seconds()).isGreaterThanOrEqualTo(promised);
      for (CatalogEntry file : call.files()) {
        assertThat(Desk.reader(found).verify(file.file()).verdict())
            .isNotInstanceOf(Verdict.Damaged.class);
      }
      soundsAsItWas(call, 1, (int) call.seconds() * 8000, found, shares);
    }
  }

  private void record(Recording call, int from, int count) {
    for (int second = from; second < from + count; second++) {
      sound.seconds(call.tapId(), second, 1);
      turns.pass(SECOND);
    }
  }

  private static RecordedCall recorded(FaultFiles files) {
    List<RecordedCall> calls = new Catalog(Desk.RECORDINGS, files).list().calls();
    assertThat(calls).hasSize(1);
    return calls.getFirst();
  }

  private Replay replay(RecordedCall call, FaultFiles disk) throws Exception {
    return replay(call, disk, ledger);
  }

  private static Replay replay(RecordedCall call, FaultFiles disk, KeyLedger shares)
      throws Exception {
    List<Replay> parts = new ArrayList<>();
    for (CatalogEntry file : call.files()) {
      byte[] shareB = shares.read(RowKind.SHARE_B, file.ledgerRow()).orElseThrow();
      parts.add(
          Replay.open(Receipt.of(file.id()), Desk.reader(disk), file.file(), Desk.QA, shareB));
    }
    return parts.size() == 1 ? parts.getFirst() : Replay.joined(parts);
  }

  private void assertThatItSoundsAsItWas(RecordedCall call, long tapId, int samples)
      throws Exception {
    soundsAsItWas(call, tapId, samples, files, ledger);
  }

  /** Every sample of both legs, in its place: noise that no two seconds share. */
  private static void soundsAsItWas(
      RecordedCall call, long tapId, int samples, FaultFiles disk, KeyLedger shares)
      throws Exception {
    try (Replay replay = replay(call, disk, shares)) {
      for (int leg = 0; leg < 2; leg++) {
        short[] table = G711.table(8 * leg);
        var wav = replay.wav(leg);
        byte[] heard = wav.read(44, (int) wav.length() - 44);
        assertThat(heard.length / 2).isGreaterThanOrEqualTo(samples);
        ByteBuffer pcm = ByteBuffer.wrap(heard).order(ByteOrder.LITTLE_ENDIAN);
        for (int second = 0; second * 8000 < samples; second++) {
          byte[] codes = CallSound.audio(tapId, second, leg);
          for (int i = 0; i < Math.min(8000, samples - second * 8000); i++) {
            if (pcm.getShort() != table[codes[i] & 0xFF]) {
              throw new AssertionError("leg %d differs in second %d".formatted(leg, second));
            }
          }
        }
      }
    }
  }
}
