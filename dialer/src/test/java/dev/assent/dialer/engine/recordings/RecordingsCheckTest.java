package dev.assent.dialer.engine.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.Heartbeat;
import dev.assent.recorder.container.JournalledFacts;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crash's cut is no fault of the recording's; a cut behind the last heartbeat is. */
@Timeout(60)
class RecordingsCheckTest {
  @Test
  void aCutBehindItsLastHeartbeatIsNotTakenForACrash() throws Exception {
    FaultFiles disk = Desk.disk();
    TurnsByHand turns = new TurnsByHand();
    Warrant warrant = Warrant.of(1);
    Recorder recorder = Desk.recorder(disk, Desk.ledger(disk), new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), warrant);
    recorder.feed(new CallSound().seconds(recording.tapId(), 0, 3));
    turns.pass(1_000_000_000L);

    FaultFiles after = disk.afterKill();
    KeyLedger ledger = Desk.ledger(after);
    Desk.salvager(after, ledger, new JournalInMemory(), 2);
    CatalogEntry salvaged = new Catalog(Desk.RECORDINGS, after).list().entries().getFirst();
    assertThat(salvaged.complete()).isFalse();
    byte[] file = after.bytes(salvaged.file());
    byte[] header = Desk.reader(after).verify(salvaged.file()).header().orElseThrow().sha256();
    Heartbeat last = Heartbeat.of(recording.id(), file, file.length - 16_384);
    assertThat(last.seq()).isEqualTo(2);

    assertThat(missing(after, ledger, warrant, header, last)).isEmpty();
    Heartbeat later = new Heartbeat(recording.id(), 40, new byte[16]);
    assertThat(missing(after, ledger, warrant, header, later).values())
        .singleElement()
        .asString()
        .contains("it was cut: it has 3 frames, and the journal saw 41 on disk");
    Heartbeat another = new Heartbeat(recording.id(), 1, new byte[16]);
    assertThat(missing(after, ledger, warrant, header, another).values())
        .singleElement()
        .asString()
        .contains("frame 1 is not the one whose heartbeat the journal has");
  }

  @Test
  void aCallIsReadableOnlyWithAllItsFiles() throws Exception {
    FaultFiles disk = Desk.disk();
    TurnsByHand turns = new TurnsByHand();
    KeyLedger ledger = Desk.ledger(disk);
    Warrant warrant = Warrant.of(1);
    Recorder recorder = Desk.recorder(disk, ledger, new JournalInMemory(), turns, 1, 2);
    Recording recording = recorder.begin(recorder.reserve(), warrant);
    CallSound sound = new CallSound();
    recorder.feed(sound);
    for (int second = 0; second < 5; second++) {
      sound.seconds(recording.tapId(), second, 1);
      turns.pass(1_000_000_000L);
    }
    turns.await(recording.finish("DONE"));
    Catalog catalog = new Catalog(Desk.RECORDINGS, disk);
    List<CatalogEntry> files = catalog.list().calls().getFirst().files();
    assertThat(files).hasSize(3);
    assertThat(missing(disk, ledger, warrant)).isEmpty();

    for (int lost = 2; lost >= 0; lost--) {
      catalog.remove(files.get(lost));
      assertThat(missing(disk, ledger, warrant)).containsOnlyKeys(warrant.attemptId());
    }
  }

  @Test
  void whatWasErasedByOrderIsNotMissed() {
    FaultFiles disk = Desk.disk();
    UUID erased = UUID.randomUUID();
    UUID lost = UUID.randomUUID();
    SortedMap<UUID, String> missing =
        new RecordingsCheck(
                Desk.RECORDINGS,
                disk,
                Desk.ledger(disk),
                Optional.empty(),
                (Set<UUID> _) -> Desk.reader(disk),
                (Set<UUID> _) -> Set.of(erased))
            .missing(List.of(erased, lost));
    assertThat(missing).containsOnlyKeys(lost);
  }

  private static SortedMap<UUID, String> missing(
      FaultFiles files, KeyLedger ledger, Warrant warrant) {
    return new RecordingsCheck(
            Desk.RECORDINGS,
            files,
            ledger,
            Optional.empty(),
            (Set<UUID> _) -> Desk.reader(files),
            (Set<UUID> _) -> Set.of())
        .missing(List.of(warrant.attemptId()));
  }

  private static SortedMap<UUID, String> missing(
      FaultFiles files, KeyLedger ledger, Warrant warrant, byte[] header, Heartbeat last) {
    JournalledFacts facts = new JournalledFacts(header, Optional.empty(), Optional.of(last));
    RecordingReader reader = Desk.reader(files).against(_ -> Optional.of(facts));
    return new RecordingsCheck(
            Desk.RECORDINGS,
            files,
            ledger,
            Optional.empty(),
            (Set<UUID> _) -> reader,
            (Set<UUID> _) -> Set.of())
        .missing(List.of(warrant.attemptId()));
  }
}
