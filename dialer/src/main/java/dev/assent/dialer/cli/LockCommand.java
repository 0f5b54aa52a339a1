package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import picocli.CommandLine;

/** Forgets the engine's opened keys, here and in memory. Anybody may: it only stops things. */
@CommandLine.Command(name = "lock")
@Needs({})
final class LockCommand implements EngineCommand {
  @Override
  public Exit run(EngineContext context) {
    boolean wasOpen = context.engine().lock();
    new Printer(context.request(), context.terminal()).say(wasOpen ? "lock.done" : "lock.already");
    return Exit.DONE;
  }
}
