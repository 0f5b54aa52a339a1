package dev.assent.dialer.cli.home;

import dev.assent.compliance.store.sql.Schema;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.SharedHome;
import dev.assent.dialer.engine.home.UpgradeMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says how far a home is from this release, and whether an upgrade was cut off. */
@CommandLine.Command(
    name = "upgrade",
    subcommands = {UpgradeApplyCommand.class, UpgradeDrainCommand.class})
@Needs({})
public final class UpgradeCommand implements EngineCommand {
  @Option(names = "--check")
  boolean check;

  @Override
  public Exit run(EngineContext context) throws IOException {
    if (!check) {
      throw new UserError(Exit.USAGE, Message.of("upgrade.which"), "assent upgrade --check");
    }
    if (SharedHome.is(context.home())) {
      throw new UserError(
          Exit.CONFIG, Message.of("upgrade.shared", context.home().root()), "docs/backup.md");
    }
    Schema.State state = Schema.of(context.home().data().resolve("assent"));
    Printer printer = new Printer(context.request(), context.terminal());
    printer.fields(fields(state, context.home().root()));
    refuseNewer(state);
    Optional<UpgradeMark> mark = UpgradeMark.read(context.home());
    mark.ifPresent(
        left -> printer.warn("upgrade.left", left.by(), left.begun(), left.step().name()));
    if (state.pending().isEmpty()) {
      printer.say("upgrade.nothing");
    } else {
      printer.say("upgrade.pending", state.pending().size());
      printer.say("cli.next", "assent upgrade apply --backup DIR");
    }
    return Exit.DONE;
  }

  static Map<String, @Nullable Object> fields(Schema.State state, Path home) throws IOException {
    Path file = home.resolve("data/assent.mv.db");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("release", VersionCommand.release());
    fields.put("schema", state.version().orElse(""));
    fields.put("pending", String.join(" ", state.pending()));
    fields.put("newer", String.join(" ", state.newer()));
    fields.put("bytes", Files.exists(file) ? Files.size(file) : 0);
    fields.put("free", Files.getFileStore(home).getUsableSpace());
    return fields;
  }

  /**
   * @throws UserError exit 3 for a database that a newer release made
   */
  static void refuseNewer(Schema.State state) {
    if (!state.newer().isEmpty()) {
      throw new UserError(
          Exit.CONFIG, Message.of("upgrade.newer", state.version().orElse("")), "assent version");
    }
  }
}
