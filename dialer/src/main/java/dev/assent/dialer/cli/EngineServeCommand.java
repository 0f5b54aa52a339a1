package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.Home;
import dev.assent.dialer.engine.HomeLock;
import java.io.IOException;
import org.jline.utils.Signals;
import picocli.CommandLine;

/** Becomes the engine of the home and serves it until stopped; SIGTERM and Ctrl-C drain. */
@CommandLine.Command(name = "engine")
@Needs({})
final class EngineServeCommand implements ClientCommand {
  @Override
  public Exit run(ClientContext context) throws IOException, InterruptedException {
    Home home = context.home();
    HomeLock lock =
        HomeLock.take(home.root())
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.FAILED, Message.of("engine.already", home.root()), "assent doctor"));
    var printer = new Printer(context.request(), context.terminal());
    try (Engine engine = Engine.start(home, lock, context.machine(), true, context.runner())) {
      Signals.register("TERM", engine::stop);
      context.terminal().interrupts().onInterrupt(nth -> stop(engine, nth));
      engine.keepWatch();
      engine.answerRingBacks();
      engine.showMetrics();
      printer.say(
          engine.keyring().opened().isPresent() ? "engine.serving" : "engine.serving_locked",
          home.root());
      engine.awaitStop();
      printer.say("engine.draining");
    }
    return Exit.DONE;
  }

  /** The second Ctrl-C does not wait: everything acted on is durable already. */
  private static void stop(Engine engine, int nth) {
    if (nth > 1) {
      Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }
    engine.stop();
  }
}
