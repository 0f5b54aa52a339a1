package dev.assent.dialer.cli;

import dev.assent.compliance.policy.PolicyPack;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The law in force in this home. */
@CommandLine.Command(
    name = "policy",
    subcommands = {PolicyCommand.Listing.class, PolicyCommand.Show.class})
final class PolicyCommand {
  private static final List<Column<PolicyPack>> COLUMNS =
      List.of(
          new Column<>("pack", PolicyPack::pack),
          new Column<>("version", PolicyPack::version),
          new Column<>("from", PolicyPack::effectiveFrom),
          new Column<>("to", PolicyPack::effectiveTo),
          new Column<>("hash", PolicyPack::hash));

  /** All packs. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.parts().law().book().packs());
      return Exit.DONE;
    }
  }

  /** One pack as its file stands, with the source of every figure. */
  @CommandLine.Command(name = "show")
  @Needs({})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "PACK", descriptionKey = "pack")
    String pack = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      boolean known =
          context.parts().law().book().packs().stream().anyMatch(p -> p.pack().equals(pack));
      if (!known) {
        throw new UserError(Exit.USAGE, Message.of("policy.unknown", pack), "assent policy list");
      }
      context
          .terminal()
          .out()
          .print(Files.readString(context.home().conf().resolve("packs").resolve(pack + ".yaml")));
      return Exit.DONE;
    }
  }
}
