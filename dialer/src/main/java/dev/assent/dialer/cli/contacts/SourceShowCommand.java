package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.Documents;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.SealedCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The papers of a source, for whoever reviews or audits it. */
@CommandLine.Command(name = "show")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class SourceShowCommand implements EngineCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "source")
  String name = "";

  @Option(names = "--document", paramLabel = "SHA256")
  @Nullable String sha256;

  @Option(names = "--to", paramLabel = "FILE")
  @Nullable Path to;

  /** Exit 5 when a paper that was brought cannot be shown any more. */
  @Override
  public Exit run(EngineContext context) throws IOException {
    SourceProof source = SourceCommand.named(context.law().store().registers(), name);
    if ((sha256 == null) != (to == null)) {
      throw new UserError(Exit.USAGE, Message.of("document.both"), null);
    }
    Documents documents = context.law().documents();
    if (sha256 != null && to != null) {
      byte[] content = documents.open(paper(source, sha256).sha256());
      PrivateFile.create(context.request().resolve(to), content);
      return Exit.DONE;
    }
    new Printer(context.request(), context.terminal())
        .rows(
            List.of(
                new Column<SourceProof.Document>("kind", SourceProof.Document::kind),
                new Column<>("sha256", SourceProof.Document::sha256),
                new Column<>("validTo", SourceProof.Document::validTo),
                new Column<>("addedBy", SourceProof.Document::addedBy),
                new Column<>(
                    "document",
                    paper -> paper.kept() ? documents.state(paper.sha256()).name() : "ELSEWHERE")),
            source.documents());
    return source.documents().stream()
            .filter(SourceProof.Document::kept)
            .allMatch(paper -> documents.state(paper.sha256()) == SealedCopies.State.INTACT)
        ? Exit.DONE
        : Exit.FINDINGS;
  }

  private static SourceProof.Document paper(SourceProof source, String begin) {
    List<SourceProof.Document> found =
        source.documents().stream().filter(had -> had.sha256().startsWith(begin)).toList();
    if (found.size() != 1) {
      throw new UserError(
          Exit.USAGE,
          Message.of("document.none", source.name(), begin),
          "assent source show " + source.name());
    }
    if (!found.getFirst().kept()) {
      throw new UserError(
          Exit.USAGE,
          Message.of("document.elsewhere"),
          "assent source attach " + source.name() + " FILE --kind " + found.getFirst().kind());
    }
    return found.getFirst();
  }
}
