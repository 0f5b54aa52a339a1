package dev.assent.dialer.cli.users;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import picocli.CommandLine;

/** Forgets the engine's opened keys, here and in memory. Anybody may: it only stops things. */
@CommandLine.Command(name = "lock")
@Needs({})
public final class LockCommand implements EngineCommand {
  @Override
  public Exit run(EngineContext context) {
    boolean wasOpen = context.engine().lock();
    new Printer(context.request(), context.terminal()).say(wasOpen ? "lock.done" : "lock.already");
    return Exit.DONE;
  }
}
