package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.config.Network;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.CallParts;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.TrunkCheck;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.DropSource;
import dev.assent.dialer.trunk.TrunkStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carriers. */
@CommandLine.Command(
    name = "trunk",
    subcommands = {TrunkCommand.Listing.class, TrunkCommand.Status.class, TrunkCommand.Check.class})
public final class TrunkCommand {
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

  /** How they are: of each trunk, its addresses and its registrar. */
  @CommandLine.Command(name = "status")
  @Needs({})
  static final class Status implements EngineCommand {
    private record Row(
        String trunk, String what, Object state, String reason, @Nullable Instant since) {}

    private static final List<Column<Row>> ROWS =
        List.of(
            new Column<>("trunk", Row::trunk),
            new Column<>("what", Row::what),
            new Column<>("state", Row::state),
            new Column<>("reason", Row::reason),
            new Column<>("at", Row::since));

    @Parameters(paramLabel = "NAME", descriptionKey = "trunk", arity = "0..1")
    @Nullable String name;

    @Override
    public Exit run(EngineContext context) {
      CallParts calls = context.parts().calls();
      List<TrunkConfig> trunks =
          name == null ? calls.trunkConfigs() : List.of(calls.trunkConfig(name));
      List<Row> rows = new ArrayList<>();
      for (TrunkConfig trunk : trunks) {
        calls
            .sip()
            .openCarriers()
            .map(carriers -> carriers.health(trunk.name()).status())
            .ifPresentOrElse(
                status -> add(rows, trunk.name(), status),
                () ->
                    rows.add(
                        new Row(
                            trunk.name(),
                            "trunk",
                            TrunkStatus.State.UNKNOWN,
                            context.messages().say("trunk.not_watched"),
                            null)));
      }
      calls
          .sip()
          .openCarriers()
          .ifPresent(_ -> dropped(rows, trunks, calls.sip().userAgent().dropSources()));
      new Printer(context.request(), context.terminal()).rows(ROWS, rows);
      return Exit.DONE;
    }

    /** What was not taken, by the network it came from. */
    private static void dropped(
        List<Row> rows, List<TrunkConfig> trunks, List<DropSource> sources) {
      for (DropSource source : sources) {
        String whose =
            trunks.stream()
                .filter(trunk -> holds(trunk, source))
                .map(TrunkConfig::name)
                .findFirst()
                .orElse("");
        String causes =
            source.counts().entrySet().stream()
                .sorted(Map.Entry.<Drop, Long>comparingByValue().reversed())
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
        rows.add(new Row(whose, source.network(), "DROPPED", causes, null));
      }
    }

    private static boolean holds(TrunkConfig trunk, DropSource source) {
      if (source.network().equals(DropSource.OTHERS)) {
        return false;
      }
      Network from = Network.parse(source.network());
      return trunk.signalling().stream()
          .anyMatch(own -> own.contains(from.base()) || from.contains(own.base()));
    }

    private static void add(List<Row> rows, String trunk, TrunkStatus status) {
      rows.add(new Row(trunk, "trunk", status.state(), status.reason(), status.since()));
      status
          .targets()
          .forEach(
              target ->
                  rows.add(
                      new Row(
                          trunk,
                          target.target(),
                          target.state(),
                          target.reason(),
                          target.since())));
      TrunkStatus.OfRegistration registration = status.registration();
      if (registration != null) {
        rows.add(
            new Row(
                trunk,
                "register",
                registration.state(),
                registration.reason(),
                registration.since()));
      }
    }
  }

  /** Whether it can be called over, step by step. */
  @CommandLine.Command(name = "check")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Check implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "trunk")
    String name = "";

    @Option(names = "--number", paramLabel = "NUMBER", descriptionKey = "number")
    @Nullable String number;

    @Option(names = "--caller", paramLabel = "NUMBER", descriptionKey = "caller")
    @Nullable String caller;

    @Option(names = "--call", paramLabel = "NUMBER")
    @Nullable String call;

    @Override
    public Exit run(EngineContext context) throws IOException, InterruptedException {
      if (call != null) {
        return TrunkTestCall.run(context, name, call);
      }
      TrunkConfig trunk = context.parts().calls().trunkConfig(name);
      Printer printer = new Printer(context.request(), context.terminal());
      if (number != null) {
        printer.fields(WrittenNumber.of(trunk, Inputs.number(context, number), caller));
        return Exit.DONE;
      }
      Messages words = context.messages();
      List<TrunkCheck.Step> steps = new TrunkCheck(context.calls(), trunk).run();
      printer.rows(
          List.of(
              new Column<>("check", TrunkCheck.Step::what),
              new Column<>("target", TrunkCheck.Step::target),
              new Column<>("level", TrunkCheck.Step::level),
              new Column<>("finding", step -> words.say(step.finding())),
              new Column<>("advice", step -> words.say(step.advice()))),
          steps);
      if (steps.stream().anyMatch(step -> step.level() == TrunkCheck.Level.FAIL)) {
        throw new UserError(
            Exit.FAILED, Message.of("trunk.not_ready", name), "assent trunk check " + name);
      }
      return Exit.DONE;
    }
  }
}
