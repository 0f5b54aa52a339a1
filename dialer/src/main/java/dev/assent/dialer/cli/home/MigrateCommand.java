package dev.assent.dialer.cli.home;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.nodes.DatabaseMove;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.HomeMove;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Moves this home from its embedded database to a PostgreSQL that several engines may share. */
@CommandLine.Command(name = "migrate")
@Needs({Role.COMPLIANCE, Role.SECURITY})
public final class MigrateCommand implements EngineCommand {
  /** What needs no quotes in YAML, and is no address of anything else. */
  private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9._/:@\\[\\]-]*";

  @Option(names = "--to", paramLabel = "URL", required = true)
  String to = "";

  @Option(names = "--node", paramLabel = "NAME", required = true)
  String node = "";

  @Option(names = "--user", paramLabel = "ROLE", defaultValue = "assent")
  String user = "";

  @Option(names = "--password-file", paramLabel = "FILE", defaultValue = "database.password")
  String passwordFile = "";

  @Option(names = "--ledger", paramLabel = "URL")
  @Nullable String ledger;

  @Option(names = "--ledger-user", paramLabel = "ROLE")
  @Nullable String ledgerUser;

  @Option(names = "--ledger-password-file", paramLabel = "FILE", defaultValue = "ledger.password")
  String ledgerPasswordFile = "";

  @Option(names = "--ca", paramLabel = "FILE")
  @Nullable String ca;

  @Override
  public Exit run(EngineContext context) throws IOException {
    if (context.engine().resident()) {
      throw new UserError(Exit.FAILED, Message.of("migrate.running"), "systemctl stop assent");
    }
    Printer printer = new Printer(context.request(), context.terminal());
    HomeMove.Moved moved = new HomeMove(context, step -> printer.say(words(step))).run(section());
    printer.rows(
        List.of(
            new Column<>("table", DatabaseMove.Table::name),
            new Column<>("rows", DatabaseMove.Table::rows),
            new Column<>("digest", DatabaseMove.Table::digest)),
        moved.tables());
    moved.keys().ifPresent(keys -> printer.say("migrate.keys", keys.rows(), keys.digest()));
    moved.left().ifPresent(mirror -> printer.say("migrate.mirror_left", mirror));
    printer.say("migrate.done", context.home().root(), to);
    printer.say("cli.next", "assent engine");
    return Exit.DONE;
  }

  private static String words(HomeMove.Step step) {
    return "migrate.step." + step.name();
  }

  /** As docs/nodes.md shows it. */
  private String section() {
    return """
        database:
          node: %s
          url: %s
          user: %s
          passwordFile: %s
        %s  ledger:
            url: %s
            user: %s
            passwordFile: %s
        """
        .formatted(
            plain("--node", node),
            plain("--to", to),
            plain("--user", user),
            plain("--password-file", passwordFile),
            ca == null ? "" : "  ca: " + plain("--ca", ca) + "\n",
            plain("--ledger", ledger == null ? to + "_ledger" : ledger),
            plain("--ledger-user", ledgerUser == null ? user + "_ledger" : ledgerUser),
            plain("--ledger-password-file", ledgerPasswordFile));
  }

  private static String plain(String option, String value) {
    if (!value.matches(PLAIN)) {
      throw new UserError(Exit.USAGE, Message.of("migrate.no_word", option, value), null);
    }
    return value;
  }
}
