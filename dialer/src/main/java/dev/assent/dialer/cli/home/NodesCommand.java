package dev.assent.dialer.cli.home;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** The engines that share this home's database, and when each was last heard of. */
@CommandLine.Command(name = "nodes", subcommands = NodesLeaveCommand.class)
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.SECURITY})
public final class NodesCommand implements EngineCommand {
  @Override
  public Exit run(EngineContext context) {
    Cluster cluster = cluster(context);
    List<Cluster.Node> nodes = cluster.nodes();
    new Printer(context.request(), context.terminal())
        .rows(
            List.of(
                new Column<>("node", Cluster.Node::name),
                new Column<>("state", Cluster.Node::state),
                new Column<>("here", node -> node.name().equals(cluster.name())),
                new Column<>("starts", Cluster.Node::fence),
                new Column<>("silentFor", node -> silence(node.silentFor())),
                new Column<>("id", Cluster.Node::id)),
            nodes);
    return Exit.DONE;
  }

  /**
   * This engine among the others.
   *
   * @throws UserError exit 3 where there are none
   */
  static Cluster cluster(EngineContext context) {
    return context
        .law()
        .store()
        .cluster()
        .orElseThrow(
            () -> new UserError(Exit.CONFIG, Message.of("nodes.own_database"), "docs/nodes.md"));
  }

  private static String silence(Duration silent) {
    return silent.isNegative() ? "" : "%.1f s".formatted(silent.toMillis() / 1000.0);
  }
}
