package dev.assent.dialer.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.dialer.Language;
import java.util.List;

/** The first page of a package: what it is, who agreed, what was done to it, every digest. */
final class CoverPage {
  private final ExportedCall call;
  private final Html page;

  private CoverPage(ExportedCall call, Language language) {
    this.call = call;
    this.page = new Html(language, "export.page.cover");
  }

  /**
   * @param files those that are in the package besides covers and sums
   */
  static String of(ExportedCall call, Silences silences, PackageFiles files, Language language) {
    return new CoverPage(call, language).write(silences, files);
  }

  private String write(Silences silences, PackageFiles files) {
    JsonNode order = call.order();
    page.begin();
    for (String fact :
        List.of("export", "controller", "recipient", "purpose", "case", "agreement", "attempt")) {
      page.fact(fact, order.path(fact).asText(""));
    }
    page.fact("requestedBy", order.path("requestedBy").asText());
    page.fact("requestedAt", page.time(order.path("requestedAt").asText()));
    page.fact("madeBy", call.maker());
    page.fact("madeAt", page.time(call.at().toString()));
    page.fact("destroyBy", page.time(order.path("destroyBy").asText()));
    page.fact("hash", order.path("hash").asText());
    page.end();
    page.warning(page.said("cannot_expire", page.time(order.path("destroyBy").asText())));
    words(order);
    verdicts();
    page.section("sound");
    page.paragraph(page.said(call.court() ? "as_sealed" : "with_noise"));
    page.paragraph(
        call.unmasked()
            ? page.said("unmasked")
            : page.said("masked", silences.all().size(), "transcript"));
    if (call.court()) {
      page.paragraph(page.said(call.unmasked() ? "own_key" : "no_key"));
    }
    page.section("files").begin("file", "bytes", "sha256");
    files
        .written()
        .forEach(
            (name, file) -> page.row(List.of(name, Long.toString(file.bytes()), file.sha256())));
    page.end();
    page.section("check").paragraph(page.said("check_sums")).commands("sha256sum -c SHA256SUMS");
    if (call.court()) {
      page.paragraph(page.said("check_sealed"));
    }
    page.section("unproven").paragraph(page.said("not_proved"));
    return page.written();
  }

  private void words(JsonNode order) {
    page.section("agreed").begin("by", "as", "time", "signature");
    for (JsonNode word : order.path("words")) {
      page.row(
          List.of(
              word.path("by").asText()
                  + (word.path("selfApproved").asBoolean() ? " SELF_APPROVED" : ""),
              page.word("place." + word.path("as").asText()),
              page.time(word.path("at").asText()),
              word.path("signature").asText()));
    }
    page.end();
  }

  private void verdicts() {
    page.section("recordings").begin("recording", "verdict", "seconds", "sha256");
    for (SealedSource source : call.sources()) {
      page.row(
          List.of(
              source.recording().toString(),
              page.word("verdict." + Transcript.verdict(source)),
              Long.toString(Transcript.seconds(source)),
              source.sha256()));
    }
    page.end();
    if (call.sources().stream().anyMatch(s -> !Transcript.verdict(s).equals("COMPLETE"))) {
      page.warning(page.said("part_only"));
    }
  }
}
