package dev.assent.dialer.cli.audit;

import dev.assent.compliance.requirements.RequirementEntry;
import dev.assent.compliance.requirements.Requirements;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** What the law and the source documents ask for, how it is met, and the tests that assert it. */
@CommandLine.Command(name = "requirements")
@Needs({})
public final class RequirementsCommand implements ClientCommand {
  @Parameters(paramLabel = "ID", arity = "0..1", descriptionKey = "id")
  @Nullable String id;

  @Override
  public Exit run(ClientContext context) {
    Locale locale = context.request().language().locale();
    Printer printer = new Printer(context.request(), context.terminal());
    List<RequirementEntry> all = Requirements.all();
    String wanted = id;
    if (wanted == null) {
      printer.rows(columns(locale, context.request().format() == OutputFormat.TABLE), all);
      return Exit.DONE;
    }
    RequirementEntry entry =
        all.stream()
            .filter(e -> e.id().equalsIgnoreCase(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE,
                        Message.of("requirements.unknown", wanted),
                        "assent requirements"));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    columns(locale, false).forEach(column -> fields.put(column.key(), column.value().apply(entry)));
    printer.fields(fields);
    if (entry.met() == RequirementEntry.Met.ORGANISATIONAL) {
      printer.say("requirements.organisational");
    }
    return Exit.DONE;
  }

  /**
   * @param brief how many tests, not which: a terminal is not that wide
   */
  private static List<Column<RequirementEntry>> columns(Locale locale, boolean brief) {
    List<Column<RequirementEntry>> columns = new ArrayList<>();
    columns.add(new Column<>("id", RequirementEntry::id));
    columns.add(new Column<>("binds", RequirementEntry::binds));
    columns.add(new Column<>("met", RequirementEntry::met));
    columns.add(new Column<>("by", RequirementEntry::references));
    columns.add(new Column<>("tests", e -> brief ? e.tests().size() : e.tests()));
    columns.add(new Column<>("ruleTests", e -> brief ? e.ruleTests().size() : e.ruleTests()));
    columns.add(new Column<>("requirement", e -> e.title(locale)));
    return columns;
  }
}
