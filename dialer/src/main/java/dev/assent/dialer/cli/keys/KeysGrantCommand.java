package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.NodeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Admits a machine as a node, and seals to it what it needs to read the shared database. */
@CommandLine.Command(name = "grant")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class KeysGrantCommand implements EngineCommand {
  @Parameters(paramLabel = "REQUEST", descriptionKey = "request")
  Path request = Path.of("");

  @Option(names = "--fingerprint", paramLabel = "HEX", required = true)
  String fingerprint = "";

  @Option(names = "--out", paramLabel = "FILE", required = true)
  Path out = Path.of("");

  @Override
  public Exit run(EngineContext context) throws IOException {
    NodeRequest asked = NodeRequest.read(context.request().resolve(request));
    Path file = context.request().resolve(out);
    if (!asked.fingerprint().equalsIgnoreCase(fingerprint)) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("node.fingerprint", asked.fingerprint()), null);
    }
    if (context.law().store().cluster().isEmpty()) {
      throw new UserError(Exit.CONFIG, Message.of("nodes.own_database"), "docs/nodes.md");
    }
    if (Files.exists(file)) {
      throw new UserError(Exit.USAGE, Message.of("node.file_exists", file), null);
    }
    boolean admitted =
        context
            .law()
            .store()
            .admit(asked.node(), asked.name(), asked.fingerprint(), context.actor().name());
    if (!admitted) {
      throw new UserError(Exit.USAGE, Message.of("node.known", asked.name()), "assent nodes");
    }
    context.engine().writeGrant(file, asked);
    var printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("node", asked.name());
    fields.put("id", asked.node());
    fields.put("fingerprint", asked.fingerprint());
    printer.fields(fields);
    printer.say("node.granted", asked.name(), out);
    return Exit.DONE;
  }
}
