package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What runs here. Needs no home. */
@CommandLine.Command(name = "version")
@Needs({})
final class VersionCommand implements ClientCommand {
  /** Of classes run from a source tree, which carry no manifest. */
  private static final String UNRELEASED = "0.1.0-SNAPSHOT";

  @Override
  public Exit run(ClientContext context) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    @Nullable String release = VersionCommand.class.getPackage().getImplementationVersion();
    fields.put("version", release == null ? UNRELEASED : release);
    fields.put("java", Runtime.version().toString());
    fields.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    new Printer(context.request(), context.terminal()).fields(fields);
    return Exit.DONE;
  }
}
