package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.console.Console;
import dev.assent.dialer.console.ConsoleSettings;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.sip.WheelTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Web pages for those who listen and those who take refusals down, until stopped. */
@CommandLine.Command(name = "serve")
@Needs({})
public final class ServeCommand implements ClientCommand {
  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8443")
  int port;

  @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1")
  String bind = "";

  @Option(names = "--name", paramLabel = "HOST")
  Set<String> names = new TreeSet<>();

  @Option(names = "--certificate", paramLabel = "FILE")
  @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE")
  @Nullable Path key;

  @Override
  public Exit run(ClientContext context) throws IOException, InterruptedException {
    Home home = context.home();
    requireEngine(home);
    var printer = new Printer(context.request(), context.terminal());
    var stopping = new CountDownLatch(1);
    try (var timers = new WheelTimers();
        Console console =
            Console.start(home, context.machine().clocks(), timers, settings(context))) {
      Signals.register("TERM", stopping::countDown);
      context.terminal().interrupts().onInterrupt(_ -> stopping.countDown());
      printer.say("serve.serving", console.url(), console.fingerprint());
      if (!address().isLoopbackAddress()) {
        printer.warn("serve.open_to_network", bind);
      }
      stopping.await();
      printer.say("serve.ended", console.signedIn());
    }
    return Exit.DONE;
  }

  private static void requireEngine(Home home) throws IOException {
    Optional<EngineClient> engine = EngineClient.connect(home);
    if (engine.isEmpty()) {
      throw new UserError(Exit.NOT_PERMITTED, Message.of("serve.no_engine"), "assent engine");
    }
    engine.get().close();
  }

  private ConsoleSettings settings(ClientContext context) {
    if ((certificate == null) != (key == null)) {
      throw new UserError(Exit.USAGE, Message.of("serve.certificate_and_key"), null);
    }
    if (port < 0 || port > 65535) {
      throw new UserError(Exit.USAGE, Message.of("serve.bad_port", port), null);
    }
    Set<String> known = new TreeSet<>();
    names.forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
    return new ConsoleSettings(
        address(),
        port,
        known,
        certificate == null ? null : context.request().resolve(certificate),
        key == null ? null : context.request().resolve(key));
  }

  private InetAddress address() {
    try {
      return InetAddress.ofLiteral(bind);
    } catch (IllegalArgumentException e) {
      throw new UserError(Exit.USAGE, Message.of("serve.bad_address", bind), null);
    }
  }
}
