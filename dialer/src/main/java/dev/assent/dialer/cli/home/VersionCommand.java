package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What runs here. Needs no home. */
@CommandLine.Command(name = "version")
@Needs({})
public final class VersionCommand implements ClientCommand {
  /** Of classes run from a source tree, which carry no manifest. */
  private static final String UNRELEASED = "0.1.0-SNAPSHOT";

  static String release() {
    @Nullable String release = VersionCommand.class.getPackage().getImplementationVersion();
    return release == null ? UNRELEASED : release;
  }

  @Override
  public Exit run(ClientContext context) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", release());
    fields.put("java", Runtime.version().toString());
    fields.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    new Printer(context.request(), context.terminal()).fields(fields);
    return Exit.DONE;
  }
}
