package dev.assent.dialer.engine;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.User;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.RowKind;
import java.util.Optional;

/** Gives share B of a recording, after the access stands in the journal (R52). */
final class RecordingShares implements ShareDesk {
  private final Home home;
  private final LawParts law;

  RecordingShares(Home home, LawParts law) {
    this.home = home;
    this.law = law;
  }

  @Override
  public ShareGrant release(ShareRequest request, User listener) {
    CatalogEntry recording =
        new Catalog(home.recordings(), new DiskFiles())
            .find(request.recording())
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE,
                        Message.of("recording.unknown", request.recording()),
                        "assent recordings list"));
    long position =
        law.store().attempts().recordingAccessed(recording.id(), listener.name(), request.reason());
    Optional<byte[]> share = law.ledger().read(RowKind.SHARE_B, recording.ledgerRow());
    return new ShareGrant(
        share.orElseThrow(
            () ->
                new UserError(
                    Exit.NOT_PERMITTED, Message.of("recording.erased", recording.id()), null)),
        position);
  }
}
