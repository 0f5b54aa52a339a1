package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.audit.Dossier;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.store.privacy.Dossiers;
import dev.assent.compliance.store.review.Exports;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.recordings.ExportJson;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.evidence.EvidencePack;
import dev.assent.dialer.keys.User;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives out what an export is made of, once two people agreed and it stands in the journal that it
 * is being made (R53): the shares of its files, the seed of its noise, and what the journal says of
 * the call. Any thread.
 */
final class ExportDesk {
  private final Home home;
  private final LawParts law;
  private final RecordingShares shares;
  private final Supplier<String> controller;
  private final InstantSource clock;

  /**
   * @param controller name of the organisation that answers for the calls
   */
  ExportDesk(
      Home home,
      LawParts law,
      RecordingShares shares,
      Supplier<String> controller,
      InstantSource clock) {
    this.home = home;
    this.law = law;
    this.shares = shares;
    this.controller = controller;
    this.clock = clock;
  }

  /**
   * Opens one.
   *
   * @return export, mark, facts, and for each file its share and the position of the access
   * @throws UserError exit 4 when it is not approved, over, or its recording may not be used
   */
  ObjectNode open(UUID id, User maker) {
    Exports exports = law.store().exports();
    Export export = usable(id);
    ExportOrder order = export.order();
    Export opened;
    try {
      opened = exports.opened(id, maker.name());
    } catch (NotAllowed e) {
      throw refused(e);
    }
    ObjectNode given = ExportJson.of(opened, clock.instant());
    given.put("controller", controller.get());
    given.put("mark", Base64.getEncoder().encodeToString(exports.mark(id).orElseThrow()));
    ArrayNode pieces = given.putArray("shares");
    for (ExportOrder.Piece piece : order.files()) {
      ShareGrant grant = shares.release(piece.recording(), maker, order.reason() + " EXPORT " + id);
      pieces
          .addObject()
          .put("recording", piece.recording().toString())
          // As text: a node of bytes would hold the very array that is wiped below.
          .put("share", Base64.getEncoder().encodeToString(grant.shareB()))
          .put("position", grant.journalPosition());
      Arrays.fill(grant.shareB(), (byte) 0);
    }
    given.set("facts", order.purpose().forCase() ? facts(export) : pieces.arrayNode());
    return given;
  }

  /** Whose recordings may be used now: somebody may be erased while it waits, or is made. */
  private Export usable(UUID id) {
    Export export =
        law.store()
            .exports()
            .find(id)
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE,
                        Message.of("export.unknown", id),
                        "assent recordings export list"));
    var catalog = new Catalog(home.recordings(), new dev.assent.recorder.files.DiskFiles());
    for (ExportOrder.Piece piece : export.order().files()) {
      CatalogEntry recording =
          catalog
              .find(piece.recording())
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.NOT_PERMITTED,
                          Message.of("recording.erased", piece.recording()),
                          null));
      shares.requireUsable(recording, export.order().reason());
    }
    return export;
  }

  /** What the journal says of the call, masked; nothing of the person's other calls. */
  private ArrayNode facts(Export export) {
    ArrayNode facts = JsonNodeFactory.instance.arrayNode();
    Dossiers dossiers = law.store().dossiers();
    Optional<Dossier.Whose> whose = dossiers.ofCall(export.order().attempt().toString());
    if (whose.isEmpty()) {
      return facts;
    }
    Dossier dossier = Dossier.read(home.journal(), new DiskFiles(), whose.get(), dossiers::opened);
    List<String> own = new ArrayList<>();
    own.add(export.order().attempt().toString());
    export.order().files().forEach(piece -> own.add(piece.recording().toString()));
    EvidencePack pack = EvidencePack.of(export.order().id(), dossier, "", "", clock.instant(), 0);
    for (JsonNode item : pack.document().path("calls")) {
      if (own.contains(item.path("about").asText())
          || own.contains(item.path("facts").path("attemptId").asText())) {
        facts.add(item);
      }
    }
    return facts;
  }

  /**
   * The package is made.
   *
   * @throws UserError exit 4 when it was not this person's to make, or may not be used any more
   */
  void made(UUID id, User maker, Export.Made what) {
    usable(id);
    try {
      law.store().exports().made(id, maker.name(), what);
    } catch (NotAllowed e) {
      throw refused(e);
    }
  }

  private static UserError refused(NotAllowed e) {
    return new UserError(
        Exit.NOT_PERMITTED, String.valueOf(e.getMessage()), "assent recordings export list");
  }
}
