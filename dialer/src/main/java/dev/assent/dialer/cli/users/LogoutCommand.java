package dev.assent.dialer.cli.users;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Ends sessions on this machine: one person's, or everybody's. */
@CommandLine.Command(name = "logout")
@Needs({})
public final class LogoutCommand implements EngineCommand {
  @Option(names = "--user", paramLabel = "NAME")
  @Nullable String user;

  @Option(names = "--all")
  boolean all;

  @Override
  public Exit run(EngineContext context) {
    Sessions sessions = context.engine().keyring().sessions();
    List<String> people =
        all
            ? sessions.people()
            : List.of(user == null ? context.admission().named(context.request()) : user);
    var printer = new Printer(context.request(), context.terminal());
    for (String name : people) {
      printer.say(sessions.close(name) ? "logout.done" : "logout.none", name);
    }
    return Exit.DONE;
  }
}
