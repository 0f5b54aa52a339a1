package dev.assent.dialer.cli.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.keys.NodeRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Makes the key of a machine that is to be a node; its private half never leaves it. */
@CommandLine.Command(name = "machine")
@Needs({})
final class KeysMachineCommand implements ClientCommand {
  @Option(names = "--name", paramLabel = "NODE", required = true)
  String name = "";

  @Option(names = "--request", paramLabel = "FILE", required = true)
  Path request = Path.of("");

  @Option(names = "--key", paramLabel = "FILE", required = true)
  Path key = Path.of("");

  @Override
  public Exit run(ClientContext context) throws IOException {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw new UserError(Exit.USAGE, Message.of("node.bad_name", name), null);
    }
    SecureRandom random = context.machine().clocks().random();
    NodeRequest made;
    try {
      made =
          NodeRequest.make(
              id(random),
              name,
              context.request().resolve(request),
              context.request().resolve(key),
              random);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(
          Exit.USAGE, Message.of("node.file_exists", String.valueOf(e.getMessage())), null);
    }
    var printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("node", made.name());
    fields.put("id", made.node());
    fields.put("fingerprint", made.fingerprint());
    printer.fields(fields);
    printer.say("cli.next", "assent keys grant " + request + " --out GRANT");
    return Exit.DONE;
  }

  /** RFC 9562, version 4. */
  private static UUID id(SecureRandom random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }
}
