package dev.assent.dialer.engine;

import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.acts.ShareDesk;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.keys.User;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.RowKind;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Gives share B of a recording, after the access stands in the journal (R52). */
public final class RecordingShares implements ShareDesk {
  private final Home home;
  private final LawParts law;

  public RecordingShares(Home home, LawParts law) {
    this.home = home;
    this.law = law;
  }

  @Override
  public ShareGrant release(UUID id, User listener, String reason) {
    CatalogEntry recording =
        new Catalog(home.recordings(), new DiskFiles())
            .find(id)
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE, Message.of("recording.unknown", id), "assent recordings list"));
    requireUsable(recording, reason);
    long position =
        law.store().attempts().recordingAccessed(recording.id(), listener.name(), reason);
    Optional<byte[]> share = law.ledger().read(RowKind.SHARE_B, recording.ledgerRow());
    return new ShareGrant(
        share.orElseThrow(
            () ->
                new UserError(
                    Exit.NOT_PERMITTED, Message.of("recording.erased", recording.id()), null)),
        position);
  }

  /**
   * Of somebody who asked for deletion or restriction nothing is used but for a case that is named
   * (R15, R56, PIPL 47).
   *
   * @param reason a purpose, and the id of a case after a space
   * @throws UserError exit 4 otherwise
   */
  public void requireUsable(CatalogEntry recording, String reason) {
    requireUsable(law, recording.id(), recording.attemptId(), reason);
  }

  /** The same of one whose file nobody looks at. */
  static void requireUsable(LawParts law, UUID recording, UUID attempt, String reason) {
    boolean forCase = reason.matches("(DISPUTE|COMPLIANCE) .+");
    Set<Restriction> against = law.store().legalHolds().against(attempt, recording);
    if (!forCase && !against.isEmpty()) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("recording.restricted", recording, against),
          "assent recordings play " + recording + " --reason DISPUTE --case ID");
    }
  }
}
