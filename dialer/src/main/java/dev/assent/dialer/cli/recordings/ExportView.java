package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.ExportState;
import dev.assent.compliance.export.Place;
import dev.assent.compliance.export.Span;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows an export whole, and what comes next. */
final class ExportView {
  private ExportView() {}

  static void print(EngineContext context, Export export) {
    Printer printer = new Printer(context.request(), context.terminal());
    Instant now = context.clock().instant();
    printer.fields(fields(export, now));
    ExportOrder order = export.order();
    switch (export.state(now)) {
      case REQUESTED -> {
        printer.say("export.waits", waitsFor(export, now));
        printer.say("export.approve_next", order.id(), export.hash());
      }
      case APPROVED -> printer.say("export.make_next", order.id());
      case MADE, REFUSED, WITHDRAWN, EXPIRED -> {}
    }
    if (order.unmasked()) {
      printer.warn("export.is_unmasked");
    }
  }

  private static Map<String, @Nullable Object> fields(Export export, Instant now) {
    ExportOrder order = export.order();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("export", order.id());
    fields.put("state", export.state(now));
    fields.put(
        "recordings",
        order.files().stream().map(f -> f.recording() + " sha256:" + f.sha256()).toList());
    fields.put("attempt", order.attempt());
    fields.put("purpose", order.purpose());
    fields.put("case", order.caseId());
    fields.put("recipient", order.recipient());
    fields.put("agreement", order.agreement());
    fields.put("sealedTo", order.delivery().kind());
    fields.put("certificate", order.delivery().subject());
    fields.put("fingerprint", order.delivery().sha256());
    fields.put("form", order.court() ? "COURT" : "COPY");
    fields.put("unmasked", order.unmasked());
    fields.put("masks", order.masks().stream().map(ExportView::span).toList());
    fields.put("holds", order.holds());
    fields.put("requestedBy", order.requestedBy());
    fields.put("requestedAt", order.requestedAt());
    fields.put("makeBy", order.makeBy());
    fields.put("destroyBy", order.destroyBy());
    fields.put("hash", export.hash());
    fields.put("words", export.words().stream().map(ExportView::word).toList());
    fields.put("openings", export.openings());
    Export.Made made = export.made();
    if (made != null) {
      fields.put("madeBy", made.by());
      fields.put("madeAt", made.at());
      fields.put("packageSha256", made.sha256());
      fields.put("packageBytes", made.bytes());
      fields.put("files", made.files());
    }
    return fields;
  }

  private static String word(Export.Word word) {
    return word.agrees()
        ? word.user() + " " + word.place() + (word.selfApproved() ? " SELF_APPROVED" : "")
        : word.user() + " NO: " + word.reason();
  }

  private static String span(Span span) {
    return SpanArgument.text(span.fromMillis()) + "-" + SpanArgument.text(span.toMillis());
  }

  /** Whose word is missing; nobody's once it is decided. */
  static List<Place> waitsFor(Export export, Instant now) {
    return export.state(now) == ExportState.REQUESTED
        ? Arrays.stream(Place.values())
            .filter(place -> export.words().stream().noneMatch(word -> word.place() == place))
            .toList()
        : List.of();
  }
}
