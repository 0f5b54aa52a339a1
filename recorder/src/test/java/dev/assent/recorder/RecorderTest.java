package dev.assent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.container.Heartbeat;
import dev.assent.recorder.container.LegMeasures;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.container.SecondOfSound;
import dev.assent.recorder.container.UnsealedRecording;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecorderTest {
  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final JournalInMemory journal = new JournalInMemory();
  private final TurnsByHand turns = new TurnsByHand();
  private final CallSound sound = new CallSound();
  private Recorder recorder;

  @BeforeEach
  void open() {
    recorder = Desk.recorder(files, ledger, journal, turns, 1);
    recorder.feed(sound);
  }

  @Test
  void aCallBecomesAFileThatOnlyBothSharesOpen() throws Exception {
    Mark mark = new Mark(MarkKind.CONSENT, Mark.NO_LEG, Desk.NOW, "1");
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    recording.mark(mark);
    sound.seconds(recording.tapId(), 0, 3).last(recording.tapId(), 3, 4000);
    SealedRecording sealed = turns.await(recording.finish("CALLEE_HUNG_UP"));

    assertThat(sealed.complete()).isTrue();
    assertThat(sealed.seconds()).isEqualTo(4);
    assertThat(sealed.legs()).extracting(LegMeasures::legId).containsExactly(0, 1);
    assertThat(sealed.legs())
        .allSatisfy(leg -> assertThat(leg.soundMillis()).isEqualTo(3500))
        .allSatisfy(leg -> assertThat(leg.rms()).isBetween(1000, 20_000)); // it is noise
    assertThat(sealed.file())
        .isEqualTo(Desk.RECORDINGS.resolve("2026-11-21").resolve(recording.id() + ".dvr1"));
    assertThat(journal.sealed().get(recording.id()))
        .isEqualTo(
            new JournalInMemory.Sealed(
                HexFormat.of().formatHex(sealed.fileSha256()), 4, "CALLEE_HUNG_UP", true));

    Verification unopened = Desk.reader(files).verify(sealed.file());
    assertThat(unopened.verdict()).isEqualTo(new Verdict.Complete(4));
    assertThat(unopened.framesOpened()).isFalse();
    assertThat(unopened.header().orElseThrow().attemptId()).isEqualTo(new UUID(1, 1));
    byte[] shareB =
        ledger.read(RowKind.SHARE_B, unopened.header().orElseThrow().ledgerRow()).orElseThrow();
    for (var key : List.of(Desk.QA, Desk.RECOVERY)) {
      Verification opened = Desk.reader(files).verify(sealed.file(), key, shareB);
      assertThat(opened.verdict()).isEqualTo(new Verdict.Complete(4));
      assertThat(opened.framesOpened()).isTrue();
    }
    try (UnsealedRecording unsealed = Desk.reader(files).unseal(sealed.file(), Desk.QA, shareB)) {
      assertThat(unsealed.metadata())
          .containsEntry("campaign", "demo")
          .containsEntry("agreed-at", "2026-11-21T08:00:00Z")
          .containsEntry("evidence-id", new UUID(2, 1).toString());
      assertThat(unsealed.marks()).containsExactly(mark);
      assertThat(unsealed.peaks()).hasSize(160);
      for (int i = 0; i < 3; i++) {
        SecondOfSound second = unsealed.second(i);
        for (int leg = 0; leg < 2; leg++) {
          assertThat(second.legs().get(leg).audio())
              .isEqualTo(CallSound.audio(recording.tapId(), i, leg));
          assertThat(second.legs().get(leg).payloadType()).isEqualTo(8 * leg);
        }
      }
      assertThat(unsealed.second(3).samples()).isEqualTo(4000);
      assertThat(unsealed.second(3).legs().get(0).isPresent(49)).isTrue();
      assertThat(unsealed.second(3).legs().get(0).isPresent(50)).isFalse();
      assertThat(unsealed.second(3).legs().get(1).audio()[4000]).isEqualTo((byte) 0xD5);
    }
  }

  @Test
  void withoutShareBThereIsNoWayBack() throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.last(recording.tapId(), 0, 8000);
    SealedRecording sealed = turns.await(recording.finish("DONE"));
    long row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    byte[] shareB = ledger.read(RowKind.SHARE_B, row).orElseThrow();
    ledger.erase(List.of(row));
    assertThat(ledger.read(RowKind.SHARE_B, row)).isEmpty();
    shareB[0] ^= 1;
    assertThatThrownBy(() -> Desk.reader(files).unseal(sealed.file(), Desk.QA, shareB))
        .hasMessageContaining("share B");
    assertThat(Desk.reader(files).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Complete(1));
  }

  @Test
  void lostSecondsAreWrittenDownAsLost() throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.seconds(recording.tapId(), 0, 1).last(recording.tapId(), 4, 8000);
    SealedRecording sealed = turns.await(recording.finish("DONE"));
    assertThat(sealed.seconds()).isEqualTo(5);
    assertThat(sealed.lostSeconds()).isEqualTo(3);
    assertThat(recorder.stats().lostSeconds()).isEqualTo(3);
    try (UnsealedRecording unsealed = unseal(sealed)) {
      assertThat(unsealed.second(1).lost()).isTrue();
      assertThat(unsealed.second(3).lost()).isTrue();
      assertThat(unsealed.second(4).lost()).isFalse();
      assertThat(unsealed.second(4).legs().get(0).audio())
          .isEqualTo(CallSound.audio(recording.tapId(), 4, 0));
    }
  }

  @Test
  void aCallWithoutSoundIsSealedAllTheSame() throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    var finished = recording.finish("NO_MEDIA");
    turns.pass(1_900_000_000L);
    assertThat(finished).isNotDone();
    SealedRecording sealed = turns.await(finished);
    assertThat(sealed.seconds()).isZero();
    assertThat(Desk.reader(files).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Complete(0));
  }

  @Test
  void soundOfNoOneIsCountedAndDropped() {
    sound.seconds(99, 0, 2);
    turns.pass(1);
    assertThat(recorder.stats().strays()).isEqualTo(2);
  }

  @Test
  void manyCallsShareTheSpoolAndLeaveItEmpty() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Recording> calls =
          List.of(
              recorder.begin(recorder.reserve(), Warrant.of(round)),
              recorder.begin(recorder.reserve(), Warrant.of(100 + round)));
      for (int second = 0; second < 5; second++) {
        for (Recording call : calls) {
          sound.seconds(call.tapId(), second, 1);
        }
        turns.pass(1_000_000_000L);
      }
      for (Recording call : calls) {
        sound.last(call.tapId(), 5, 0);
        SealedRecording sealed = turns.await(call.finish("DONE"));
        assertThat(sealed.seconds()).isEqualTo(5);
        assertThat(Desk.reader(files).verify(sealed.file()).verdict())
            .isEqualTo(new Verdict.Complete(5));
      }
      turns.pass(1_000_000_000L);
    }
    turns.pass(1_000_000_000L);
    // The present segment, and two spares.
    assertThat(files.list(Desk.SPOOL)).hasSizeLessThanOrEqualTo(3);
    assertThat(journal.sealed()).hasSize(20);
  }

  @Test
  void aLongCallKeepsNoOldSegments() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    for (int second = 0; second < 300; second += 3) {
      sound.seconds(call.tapId(), second, 3);
      turns.pass(1_000_000_000L);
      // Three that it may keep, the present one, the one before it, and two spares.
      assertThat(files.list(Desk.SPOOL)).hasSizeLessThanOrEqualTo(7);
    }
    assertThat(files.size(Desk.RECORDINGS.resolve("tmp").resolve(call.id() + ".dvr1")))
        .isGreaterThan(250 * 16_384);
    FaultFiles killed = files.afterKill();
    SealedRecording sealed = turns.await(call.finish("DONE"));
    assertThat(Desk.reader(files).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Complete(300));
    assertThat(files.list(Desk.RECORDINGS.resolve("tmp"))).isEmpty();

    JournalInMemory after = new JournalInMemory();
    Desk.salvager(killed, Desk.ledger(killed), after, 2);
    assertThat(after.sealed().get(call.id()).seconds()).isEqualTo(300);
    assertThat(Desk.reader(killed).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Incomplete(300));
  }

  @Test
  void theJournalIsToldHowFarLiveRecordingsAreOnDisk() throws Exception {
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.seconds(call.tapId(), 0, 5);
    turns.pass(1_000_000_000L);
    assertThat(journal.alive()).isEmpty();
    sound.seconds(call.tapId(), 5, 5);
    turns.pass(30_000_000_000L);
    Heartbeat heartbeat = journal.alive().get(call.id());
    assertThat(heartbeat.seq()).isEqualTo(9);
    SealedRecording sealed = turns.await(call.finish("DONE"));
    byte[] file = files.bytes(sealed.file());
    int header = file.length % 16_384;
    assertThat(heartbeat).isEqualTo(Heartbeat.of(call.id(), file, header + 9 * 16_384));
  }

  @Test
  void aSlotGivenBackServesTheNextCall() throws Exception {
    RecorderSlot first = recorder.reserve();
    RecorderSlot second = recorder.reserve();
    assertThatThrownBy(() -> recorder.reserve())
        .isInstanceOf(RecorderBusy.class)
        .hasMessageContaining("taken");
    first.close();
    first.close();
    recorder.reserve().close();
    recorder.begin(second, Warrant.of(1));
    second.close();
    assertThatThrownBy(() -> recorder.begin(second, Warrant.of(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingEndsWhatIsBeingRecordedAndDestroysUnusedSlots() throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.seconds(recording.tapId(), 0, 2);
    turns.pass(1);
    recorder.close();
    assertThat(journal.sealed().get(recording.id()).endCause()).isEqualTo(Recorder.CLOSED);
    assertThat(journal.sealed().get(recording.id()).complete()).isTrue();
    assertThat(ledger.verify().live()).isEqualTo(1);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
  }

  @Test
  void aFullDiskStopsNewCalls() {
    files.usable(1000);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
    assertThatThrownBy(() -> recorder.reserve())
        .isInstanceOf(RecorderBusy.class)
        .hasMessageContaining("MiB are free in /home/spool");
  }

  @Test
  void aBrokenDiskStopsTheRecorderAndTellsTheCalls() throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.seconds(recording.tapId(), 0, 2);
    turns.pass(1);
    RecorderSlot slot = recorder.reserve();
    files.breakDisk();
    sound.seconds(recording.tapId(), 2, 1);
    turns.pass(1_000_000_000L);
    assertThat(recording.stopped()).isCompletedWithValueMatching(why -> why.contains("broken"));
    assertThat(recording.finish("DONE")).isCompletedExceptionally();
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
    assertThatThrownBy(() -> recorder.begin(slot, Warrant.of(2)))
        .isInstanceOf(RecorderStopped.class);
  }

  @Test
  void aRecordingTheJournalDoesNotTakeIsNoRecording() throws Exception {
    RecordingJournal refusing =
        new RecordingJournal() {
          @Override
          public void opened(UUID recordingId, UUID attemptId, byte[] headerSha256) {
            throw new IllegalStateException("journal is full");
          }

          @Override
          public void sealed(List<SealedRecording> recordings) {
            throw new AssertionError("sealed without being opened");
          }

          @Override
          public void stopped(List<StoppedRecording> recordings, String why) {}

          @Override
          public void alive(List<Heartbeat> heartbeats) {
            throw new AssertionError("alive without being opened");
          }
        };
    FaultFiles disk = Desk.disk();
    TurnsByHand hands = new TurnsByHand();
    Recorder other = Desk.recorder(disk, Desk.ledger(disk), refusing, hands, 1);
    assertThatThrownBy(() -> other.begin(other.reserve(), Warrant.of(1)))
        .hasMessage("journal is full");
    hands.pass(1_000_000_000L);
    Desk.recorder(disk.afterKill(), Desk.ledger(disk), refusing, new TurnsByHand(), 2);
  }

  @Test
  void consentComesFirst() throws Exception {
    Warrant early = Warrant.of(1);
    Warrant late =
        new Warrant(
            early.attemptId(),
            early.evidenceId(),
            Instant.parse("2026-11-21T08:00:06Z"),
            early.metadata(),
            early.retentionClass());
    RecorderSlot slot = recorder.reserve();
    assertThatThrownBy(() -> recorder.begin(slot, late)).hasMessageContaining("before consent");
    recorder.begin(slot, early);
  }

  private UnsealedRecording unseal(SealedRecording sealed) throws Exception {
    long row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    return Desk.reader(files)
        .unseal(sealed.file(), Desk.QA, ledger.read(RowKind.SHARE_B, row).orElseThrow());
  }
}
