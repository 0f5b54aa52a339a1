package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.store.review.Exports;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.export.ForeignWav;
import dev.assent.dialer.export.MarkSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Which export a sound comes from that turned up where it should not be. */
@CommandLine.Command(name = "trace")
@Needs({Role.COMPLIANCE, Role.LEGAL, Role.SECURITY, Role.AUDITOR})
final class ExportTraceCommand implements EngineCommand {
  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  /**
   * @param by DIGEST: the very file; NOISE: a copy that was changed
   * @param score standard deviations of the noise; 0 for a digest
   */
  private record Match(Export export, String by, double score) {}

  @Override
  public Exit run(EngineContext context) throws IOException {
    Exports exports = context.law().store().exports();
    Path sound = Inputs.file(context, file);
    String sha256 = Inputs.sha256(sound);
    List<Match> matches = new ArrayList<>();
    MarkSearch search = new MarkSearch(ForeignWav.read(sound));
    for (Export export : exports.all()) {
      Export.Made made = export.made();
      if (made != null && made.files().containsValue(sha256)) {
        matches.add(new Match(export, "DIGEST", 0));
      } else if (export.openings() > 0) {
        double score = search.score(exports.mark(export.order().id()).orElseThrow());
        if (score >= MarkSearch.CERTAIN) {
          matches.add(new Match(export, "NOISE", Math.round(score * 10) / 10.0));
        }
      }
    }
    matches.sort(Comparator.comparingDouble(Match::score).reversed());
    Instant now = context.clock().instant();
    List<Column<Match>> columns =
        List.of(
            new Column<>("export", match -> match.export().order().id()),
            new Column<>("by", Match::by),
            new Column<>("score", Match::score),
            new Column<>("state", match -> match.export().state(now)),
            new Column<>("recipient", match -> match.export().order().recipient()),
            new Column<>("case", match -> match.export().order().caseId()),
            new Column<>("requestedBy", match -> match.export().order().requestedBy()));
    new Printer(context.request(), context.terminal()).rows(columns, matches);
    if (matches.isEmpty()) {
      throw new UserError(
          Exit.FINDINGS, Message.of("export.untraced"), "assent recordings export list");
    }
    return Exit.DONE;
  }
}
