package dev.assent.dialer.cli.home;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.nodes.Departure;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A node leaves for good: nothing waits for it, and its home never comes in again. */
@CommandLine.Command(name = "leave")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class NodesLeaveCommand implements EngineCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Option(names = "--lost")
  boolean lost;

  @Override
  public Exit run(EngineContext context) {
    NodesCommand.cluster(context);
    Departure came = context.law().store().letGo(name, lost, context.actor().name());
    switch (came) {
      case LEFT, LEFT_BEFORE -> tell(context);
      case UNKNOWN ->
          throw new UserError(Exit.USAGE, Message.of("nodes.unknown", name), "assent nodes");
      case THIS_ONE -> refuse("nodes.leave_self", "assent nodes");
      case RUNS -> refuse("nodes.leave_runs", "systemctl stop assent");
      case CUT_OFF -> refuse("nodes.leave_cut_off", "assent nodes leave " + name + " --lost");
      case RESTORED -> refuse("nodes.leave_restored", "assent hold list");
    }
    return Exit.DONE;
  }

  private void refuse(String why, String next) {
    throw new UserError(Exit.NOT_PERMITTED, Message.of(why, name), next);
  }

  private void tell(EngineContext context) {
    var printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("node", name);
    fields.put("state", "LEFT");
    printer.fields(fields);
    printer.warn("nodes.left_journal", name);
    printer.warn("nodes.left_secrets", name);
  }
}
