package dev.assent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.container.UnsealedRecording;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full, broken, slow or gone, under calls that are being recorded. */
@Timeout(60)
class BrokenDiskTest {
  private static final String FULL = "No space left on device";
  private static final String BROKEN = "Input/output error";
  private static final long SECOND = 1_000_000_000L;

  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final JournalInMemory journal = new JournalInMemory();
  private final TurnsByHand turns = new TurnsByHand();
  private final CallSound sound = new CallSound();
  private final Recorder recorder = Desk.recorder(files, ledger, journal, turns, 1);

  BrokenDiskTest() {
    recorder.feed(sound);
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, BROKEN})
  void aSpoolThatFailsEndsTheRecordingAndKeepsWhatWasForced(String how) throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 3);
    files.fail(Desk.SPOOL, how);
    record(recording, 3, 1);

    assertThat(recording.stopped())
        .isCompletedWithValueMatching(why -> why.contains("/home/spool") && why.contains(how));
    assertThat(journal.stopped()).containsOnlyKeys(recording.id());
    assertThat(journal.stopped().get(recording.id())).contains("/home/spool");
    assertThat(recording.finish("REC_FAIL")).isCompletedExceptionally();
    Readiness.NotReady not = notReady();
    assertThat(not.why()).contains("/home/spool").contains("begins again by itself");
    assertThat(not.next()).isEqualTo(how.equals(FULL) ? "df -h /home/spool" : "dmesg | tail");
    assertThatThrownBy(recorder::reserve).isInstanceOf(RecorderBusy.class);

    Desk.salvager(files.afterKill(), ledger, journal, 2);
    assertThat(journal.sealed().get(recording.id()).complete()).isFalse();
    assertThat(journal.sealed().get(recording.id()).seconds()).isEqualTo(3);
  }

  @Test
  void nothingIsRecordedOnADiskThatFails() throws Exception {
    Recording recording = begun(1);
    RecorderSlot slot = recorder.reserve();
    files.fail(Desk.SPOOL, FULL);
    record(recording, 0, 1);
    assertThatThrownBy(() -> recorder.begin(slot, Warrant.of(2)))
        .isInstanceOf(RecorderStopped.class)
        .hasMessageContaining("/home/spool is full");
    passSeconds(20);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, BROKEN})
  void whenTheSpoolsDiskIsMendedRecordingBeginsAgain(String how) throws Exception {
    Recording first = begun(1);
    record(first, 0, 3);
    Recording finished = begun(2);
    record(finished, 0, 2);
    files.fail(Desk.SPOOL, how);
    record(first, 3, 1);
    assertThat(first.stopped()).isDone();
    passSeconds(20);
    files.mend(Desk.SPOOL);
    passSeconds(6);

    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
    // What was forced has its file already, cut short and said to be.
    assertThat(journal.sealed().get(first.id()).seconds()).isEqualTo(3);
    assertThat(journal.sealed().get(finished.id()).complete()).isFalse();
    Recording second = begun(3);
    record(second, 0, 4);
    // Sound of a call that was stopped goes nowhere.
    record(first, 4, 1);
    SealedRecording sealed = turns.await(second.finish("DONE"));
    assertThat(Desk.reader(files).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Complete(4));
    recorder.close();
    JournalInMemory after = new JournalInMemory();
    Desk.salvager(files.afterKill(), Desk.ledger(files), after, 2);
    assertThat(after.opened()).isEmpty();
  }

  @Test
  void aSpoolDirectoryThatIsThereAgainIsUsedAgain() throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 1);
    files.remove(Desk.SPOOL);
    record(recording, 1, 1);
    passSeconds(20);
    assertThat(notReady().next()).isEqualTo("ls -ld /home/spool");
    files.createDirectory(Desk.SPOOL);
    passSeconds(6);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
    Recording next = begun(2);
    record(next, 0, 2);
    assertThat(turns.await(next.finish("DONE")).complete()).isTrue();
  }

  @Test
  void aDiskThatIsFullIsTriedWhenSpaceIsFreed() throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 1);
    files.fail(Desk.SPOOL, FULL);
    files.usable(0);
    record(recording, 1, 1);
    files.mend(Desk.SPOOL);
    passSeconds(20);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
    files.usable(1 << 30);
    passSeconds(6);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
  }

  @Test
  void aSpoolDirectoryThatIsRemovedIsNoticedAtTheNextForce() throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 1);
    files.remove(Desk.SPOOL);
    record(recording, 1, 1);
    assertThat(recording.stopped()).isCompletedWithValueMatching(why -> why.contains("is gone"));
    assertThat(notReady().next()).isEqualTo("ls -ld /home/spool");
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, BROKEN})
  void aDiskOfRecordingsThatFailsDisturbsNoCall(String how) throws Exception {
    Recording first = begun(1);
    Recording second = begun(2);
    record(first, 0, 2);
    files.fail(Desk.RECORDINGS, how);
    CompletableFuture<SealedRecording> sealing = first.finish("DONE");
    passSeconds(5);
    assertThat(sealing).isNotDone();
    assertThat(recorder.await(sealing)).isFalse();
    assertThat(notReady().why()).contains("/home/recordings").contains(how);
    assertThatThrownBy(recorder::reserve).isInstanceOf(RecorderBusy.class);
    assertThat(second.stopped()).isNotDone();
    record(second, 0, 4);

    files.mend(Desk.RECORDINGS);
    passSeconds(7);
    assertThat(sealing).isCompletedWithValueMatching(SealedRecording::complete);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
    SealedRecording sealed = turns.await(second.finish("DONE"));
    assertThat(Desk.reader(files).verify(sealed.file()).verdict())
        .isEqualTo(new Verdict.Complete(4));
    assertThat(journal.stopped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/recordings/tmp", "/home/recordings"})
  void recordingsGetTheirFilesWhenTheirDirectoryIsThereAgain(String directory) throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 2);
    files.remove(Path.of(directory));
    CompletableFuture<SealedRecording> sealing = recording.finish("DONE");
    passSeconds(5);
    if (!sealing.isDone()) {
      assertThat(notReady().next()).isEqualTo("ls -ld /home/recordings");
      files.createDirectory(Desk.RECORDINGS);
      passSeconds(7);
    }
    assertThat(sealing).isCompletedWithValueMatching(SealedRecording::complete);
  }

  @Test
  void closingDoesNotWaitForADiskThatFails() throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 2);
    files.fail(Desk.RECORDINGS, FULL);
    var _ = recording.finish("DONE");
    recorder.close();
    files.mend(Desk.RECORDINGS);
    Desk.salvager(files.afterKill(), Desk.ledger(files), journal, 2);
    assertThat(journal.sealed().get(recording.id()).complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, BROKEN})
  void aLedgerThatFailsDisturbsNoCall(String how) throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 1);
    files.fail(Desk.LEDGER, how);
    RecorderSlot slot = recorder.reserve();
    turns.pass(SECOND);
    assertThat(notReady().why())
        .contains("/home/ledger")
        .contains(how)
        .endsWith("start the engine anew");
    record(recording, 1, 2);
    assertThat(recording.stopped()).isNotDone();
    SealedRecording sealed = turns.await(recording.finish("DONE"));
    assertThat(sealed.seconds()).isEqualTo(3);
    slot.close();
    recorder.close();
  }

  @Test
  void aLedgerDirectoryThatIsRemovedIsNoticedBeforeARowIsUsed() throws Exception {
    files.remove(Desk.LEDGER);
    recorder.reserve();
    turns.pass(SECOND);
    assertThat(notReady().why()).contains("/home/ledger").contains("is gone");
  }

  @Test
  void aSlowDiskCostsSecondsThatAreMarkedAsLost() throws Exception {
    Recording recording = begun(1);
    record(recording, 0, 2);
    files.whileForcing(() -> turns.tick(5 * SECOND));
    record(recording, 2, 1);
    assertThat(notReady().why()).contains("/home/spool is slow");
    assertThat(notReady().next()).startsWith("iostat");
    assertThat(recording.stopped()).isNotDone();
    files.whileForcing(() -> {});
    // Three seconds found no room in the queue meanwhile.
    record(recording, 6, 2);
    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
    SealedRecording sealed = turns.await(recording.finish("DONE"));
    assertThat(sealed.seconds()).isEqualTo(8);
    assertThat(sealed.lostSeconds()).isEqualTo(3);
    long row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    byte[] shareB = ledger.read(RowKind.SHARE_B, row).orElseThrow();
    try (UnsealedRecording opened = Desk.reader(files).unseal(sealed.file(), Desk.QA, shareB)) {
      assertThat(opened.second(3).lost()).isTrue();
      assertThat(opened.second(5).lost()).isTrue();
      assertThat(opened.second(6).lost()).isFalse();
    }
  }

  @Test
  void whoAgreedDoesNotWaitLongForASlowDisk() throws Exception {
    RecorderSlot slot = recorder.reserve();
    turns.stall("recorder", true);
    assertThatThrownBy(() -> recorder.begin(slot, Warrant.of(1)))
        .isInstanceOf(RecorderStopped.class)
        .hasMessageContaining("/home/spool")
        .hasMessageContaining("within 3 s");
    turns.stall("recorder", false);
    turns.pass(SECOND);
    assertThat(recorder.stats().recording()).isZero();
    assertThat(journal.opened()).isEmpty();
    Desk.salvager(files.afterKill(), ledger, journal, 2);
    assertThat(journal.opened()).isEmpty();
  }

  @Test
  void aHeaderThatRotInTheSpoolCostsThatRecordingOnly() throws Exception {
    Recording broken = begun(1);
    record(broken, 0, 2);
    Path segment = files.list(Desk.SPOOL).getFirst();
    byte[] bytes = files.bytes(segment);
    bytes[100] ^= 1; // within the header of the first call
    files.overwrite(segment, bytes);
    Recording whole = begun(2);
    record(whole, 0, 2);
    CompletableFuture<SealedRecording> lost = broken.finish("DONE");
    SealedRecording sealed = turns.await(whole.finish("DONE"));
    assertThat(sealed.complete()).isTrue();
    assertThat(lost).isCompletedExceptionally();
    assertThat(journal.stopped()).containsOnlyKeys(broken.id());
    assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
    Desk.salvager(files.afterKill(), ledger, journal, 2);
    assertThat(journal.sealed()).containsOnlyKeys(whole.id());
  }

  private Recording begun(int number) throws RecorderBusy {
    return recorder.begin(recorder.reserve(), Warrant.of(number));
  }

  private void record(Recording call, int from, int count) {
    sound.seconds(call.tapId(), from, count);
    turns.pass(SECOND / 4);
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      turns.pass(SECOND);
    }
  }

  private Readiness.NotReady notReady() {
    assertThat(recorder.readiness()).isInstanceOf(Readiness.NotReady.class);
    return (Readiness.NotReady) recorder.readiness();
  }
}
