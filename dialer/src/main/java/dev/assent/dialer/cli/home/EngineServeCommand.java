package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.LockWait;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.home.UpgradeMark;
import java.io.IOException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Becomes the engine of the home and serves it until stopped; SIGTERM and Ctrl-C drain. */
@CommandLine.Command(name = "engine")
@Needs({})
public final class EngineServeCommand implements ClientCommand {
  @Option(names = "--database", paramLabel = "URL")
  @Nullable String database;

  @Override
  public Exit run(ClientContext context) throws IOException, InterruptedException {
    Home home = context.home();
    var printer = new Printer(context.request(), context.terminal());
    HomeLock lock = LockWait.forEngine(context, home, printer);
    try (Engine engine = Engine.start(home, lock, machine(context), true, context.runner())) {
      Signals.register("TERM", engine::stop);
      context.terminal().interrupts().onInterrupt(nth -> stop(engine, nth));
      UpgradeMark.read(home)
          .ifPresent(
              mark -> printer.warn("upgrade.left", mark.by(), mark.begun(), mark.step().name()));
      engine.goOn();
      printer.say(
          engine.keyring().opened().isPresent() ? "engine.serving" : "engine.serving_locked",
          home.root());
      engine.awaitStop();
      printer.say("engine.draining");
    }
    // A unit starts it again; its next start waits for the upgrade.
    return UpgradeMark.read(home).isPresent() ? Exit.STOPPED_EARLY : Exit.DONE;
  }

  private Machine machine(ClientContext context) {
    return database == null ? context.machine() : context.machine().withDatabase(database);
  }

  /** The second Ctrl-C does not wait: everything acted on is durable already. */
  private static void stop(Engine engine, int nth) {
    if (nth > 1) {
      Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }
    engine.stop();
  }
}
