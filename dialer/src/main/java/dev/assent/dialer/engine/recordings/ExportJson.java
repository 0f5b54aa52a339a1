package dev.assent.dialer.engine.recordings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.Span;
import java.time.Instant;

/** An export as JSON: what approvers look at, and what stands in the package. */
public final class ExportJson {
  private ExportJson() {}

  public static ObjectNode of(Export export, Instant now) {
    ExportOrder order = export.order();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("export", order.id().toString()).put("state", export.state(now).name());
    node.put("hash", export.hash());
    node.put("purpose", order.purpose().name()).put("case", order.caseId());
    node.put("recipient", order.recipient()).put("agreement", order.agreement());
    node.put("form", order.court() ? "COURT" : "COPY").put("unmasked", order.unmasked());
    node.put("attempt", order.attempt().toString());
    ArrayNode files = node.putArray("files");
    for (ExportOrder.Piece piece : order.files()) {
      files
          .addObject()
          .put("recording", piece.recording().toString())
          .put("sha256", piece.sha256());
    }
    ArrayNode masks = node.putArray("masks");
    for (Span span : order.masks()) {
      masks.addObject().put("fromMillis", span.fromMillis()).put("toMillis", span.toMillis());
    }
    node.putObject("sealedTo")
        .put("kind", order.delivery().kind().name())
        .put("subject", order.delivery().subject())
        .put("sha256", order.delivery().sha256())
        .put("certificate", order.delivery().certificate());
    node.put("requestedBy", order.requestedBy());
    node.put("requestedAt", order.requestedAt().toString());
    node.put("makeBy", order.makeBy().toString());
    node.put("destroyBy", order.destroyBy().toString());
    ArrayNode holds = node.putArray("holds");
    order.holds().forEach(hold -> holds.add(hold.toString()));
    ArrayNode words = node.putArray("words");
    for (Export.Word word : export.words()) {
      words
          .addObject()
          .put("by", word.user())
          .put("as", word.place() == null ? null : word.place().name())
          .put("selfApproved", word.selfApproved())
          .put("signature", word.signature())
          .put("reason", word.reason())
          .put("at", word.at().toString());
    }
    Export.Made made = export.made();
    if (made != null) {
      ObjectNode what = node.putObject("made");
      what.put("sha256", made.sha256()).put("bytes", made.bytes());
      what.put("by", made.by()).put("at", made.at().toString());
      ObjectNode digests = what.putObject("files");
      made.files().forEach(digests::put);
    }
    return node;
  }
}
