package dev.assent.dialer.engine.drill;

import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.JournalledFiles;
import dev.assent.dialer.engine.LawParts;
import dev.assent.dialer.engine.RecordingShares;
import dev.assent.dialer.engine.drill.DrillRow.Item;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.RowKind;
import dev.assent.recorder.replay.Level;
import dev.assent.recorder.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One recording heard in a drill, read where the backup lies: share A by the recovery key, share B
 * from the ledger that was restored, all of it held against the journal.
 */
final class DrilledRecording {
  private static final String REASON = "DRILL";

  /** Of so many that cannot be heard it is enough to say so. */
  private static final int TRIED_AT_MOST = 50;

  private final LawParts law;
  private final Home home;
  private final Path recordings;
  private final RecoveryKey recovery;
  private final byte[] signer;

  private record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
      implements AccessReceipt {}

  DrilledRecording(LawParts law, Home home, Path recordings, RecoveryKey recovery, byte[] signer) {
    this.law = law;
    this.home = home;
    this.recordings = recordings;
    this.recovery = recovery;
    this.signer = signer.clone();
  }

  /**
   * @param wanted empty for the newest that can be heard
   */
  DrillRow heard(Optional<UUID> wanted) {
    List<CatalogEntry> all = wanted(wanted);
    if (all.isEmpty()) {
      return wanted.isPresent()
          ? DrillRow.failed(Item.RECORDING, "recording.unknown", wanted.get())
          : DrillRow.none(Item.RECORDING, "drill.no_recording");
    }
    Set<UUID> ids = new HashSet<>();
    all.forEach(entry -> ids.add(entry.id()));
    Optional<RecordingReader> reader =
        JournalledFiles.read(home.journal(), ids::contains)
            .map(JournalledFiles::facts)
            .map(new RecordingReader(new DiskFiles(), List.of(signer))::against);
    if (reader.isEmpty()) {
      return DrillRow.failed(Item.RECORDING, "drill.journal");
    }
    List<DrillRow> failed = new ArrayList<>();
    for (CatalogEntry entry : all) {
      DrillRow row = heard(reader.get(), entry);
      if (row.result() == DrillRow.Result.SHOWN) {
        return row;
      }
      failed.add(row);
    }
    // A damaged one is a finding; that somebody's was erased is as it should be.
    return failed.stream()
        .min(Comparator.comparing(row -> row.result() == DrillRow.Result.NONE_THERE))
        .orElseThrow();
  }

  private List<CatalogEntry> wanted(Optional<UUID> wanted) {
    if (!Files.isDirectory(recordings)) {
      return List.of();
    }
    return new Catalog(recordings, new DiskFiles())
        .list().entries().stream()
            .filter(entry -> wanted.map(entry.id()::equals).orElse(true))
            .sorted(Comparator.comparing(CatalogEntry::start).reversed())
            .limit(TRIED_AT_MOST)
            .toList();
  }

  private DrillRow heard(RecordingReader reader, CatalogEntry entry) {
    try {
      new RecordingShares(home, law).requireUsable(entry, REASON);
    } catch (UserError restricted) {
      return new DrillRow(Item.RECORDING, DrillRow.Result.NONE_THERE, restricted.said());
    }
    long position = law.store().attempts().recordingAccessed(entry.id(), REASON, REASON);
    Optional<byte[]> share = law.ledger().read(RowKind.SHARE_B, entry.ledgerRow());
    if (share.isEmpty()) {
      return DrillRow.none(Item.RECORDING, "recording.erased", entry.id());
    }
    byte[] seed = recovery.seed();
    try (RoleKeyPair key = RoleKeyPair.fromSeed(seed)) {
      Verification found = reader.verify(entry.file(), key, share.get());
      if (!(found.verdict() instanceof Verdict.Complete(int seconds)) || !found.framesOpened()) {
        return DrillRow.failed(Item.RECORDING, "recording.not_opened", entry.id(), why(found));
      }
      Receipt receipt = new Receipt(entry.id(), REASON, REASON, position);
      try (Replay replay = Replay.open(receipt, reader, entry.file(), key, share.get())) {
        return sound(entry, seconds, replay.levels());
      }
    } catch (CannotUnseal | MalformedRecording e) {
      return DrillRow.failed(
          Item.RECORDING, "recording.not_opened", entry.id(), String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(share.get(), (byte) 0);
    }
  }

  private static String why(Verification found) {
    return switch (found.verdict()) {
      case Verdict.Complete _ -> found.extent();
      case Verdict.Incomplete(int seconds) -> "it was cut after %d s".formatted(seconds);
      case Verdict.Damaged(String why) -> why;
    };
  }

  private static DrillRow sound(CatalogEntry entry, int seconds, List<Level> levels) {
    double peak = levels.stream().mapToDouble(Level::peakDbfs).max().orElse(Level.SILENCE);
    return peak > Level.SILENCE
        ? DrillRow.shown(
            Item.RECORDING, "drill.recording", entry.id(), seconds, Math.round(peak), entry.start())
        : DrillRow.failed(Item.RECORDING, "drill.silent", entry.id(), seconds);
  }
}
