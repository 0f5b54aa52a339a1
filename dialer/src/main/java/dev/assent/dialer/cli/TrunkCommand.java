package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.sip.Target;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Carriers. */
@CommandLine.Command(
    name = "trunk",
    subcommands = {TrunkCommand.Listing.class, TrunkCommand.Check.class})
final class TrunkCommand {
  private static final List<Column<TrunkConfig>> COLUMNS =
      List.of(
          new Column<>("trunk", TrunkConfig::name),
          new Column<>("transport", TrunkConfig::transport),
          new Column<>("targets", t -> t.targets().stream().map(Object::toString).toList()),
          new Column<>("domain", TrunkConfig::domain),
          new Column<>("channels", TrunkConfig::channels),
          new Column<>("callsPerSecond", TrunkConfig::callsPerSecond),
          new Column<>("callee", t -> t.callee().rewrite()));

  /** All of them, as configured. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.parts().calls().trunkConfigs());
      return Exit.DONE;
    }
  }

  /** Asks each of a trunk's addresses whether it is there. */
  @CommandLine.Command(name = "check")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Check implements EngineCommand {
    private record Step(InetSocketAddress target, String answer) {}

    private static final List<Column<Step>> STEPS =
        List.of(new Column<>("target", Step::target), new Column<>("options", Step::answer));

    @Parameters(paramLabel = "NAME", descriptionKey = "trunk")
    String name = "";

    @Override
    public Exit run(EngineContext context) throws InterruptedException {
      TrunkConfig trunk = context.calls().trunkConfig(name);
      List<Step> steps =
          context.calls().addresses(trunk).stream()
              .map(target -> new Step(target, ask(context, target)))
              .toList();
      new Printer(context.request(), context.terminal()).rows(STEPS, steps);
      if (steps.stream().allMatch(step -> step.answer().startsWith("no answer"))) {
        throw new UserError(
            Exit.FAILED, Message.of("trunk.silent", name), "assent trunk check " + name);
      }
      return Exit.DONE;
    }

    /**
     * Any SIP answer means that somebody is there; many carriers answer OPTIONS with 404 or 403.
     */
    private static String ask(EngineContext context, InetSocketAddress target) {
      try {
        return Integer.toString(context.calls().userAgent().options(Target.udp(target)).get());
      } catch (ExecutionException e) {
        return "no answer in 32 s";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
  }
}
