package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refusals that came together: all of them count at once, and what rings for them is cancelled. */
@CommandLine.Command(name = "import")
@Needs({Role.OPERATOR, Role.COMPLIANCE})
final class DncImportCommand implements EngineCommand {
  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Option(names = "--manner", paramLabel = "MANNER", required = true)
  Manner manner = Manner.MAIL;

  @Option(names = "--name", paramLabel = "NAME")
  @Nullable String name;

  @Option(names = "--at", paramLabel = "TIME")
  @Nullable String at;

  @Mixin DncCommand.Reach reach = new DncCommand.Reach();

  @Option(names = "--accept-unreadable", paramLabel = "N", descriptionKey = "unreadable")
  long acceptUnreadable;

  @Override
  public Exit run(EngineContext context) throws IOException {
    Path list = Inputs.file(context, file);
    String sha256 = NumberListImport.sha256(list);
    String wanted = name == null ? "import-" + sha256.substring(0, 12) : name;
    ListTitle title =
        Arguments.parse("--name", wanted, text -> new ListTitle(text, ListKind.REFUSALS, "1"));
    return NumberListImport.run(
        context,
        list,
        new ListTerms(
            title,
            DncCommand.at(context, at),
            null,
            new ListTerms.Bulk(manner, reach.in(context)),
            sha256,
            0),
        acceptUnreadable);
  }
}
