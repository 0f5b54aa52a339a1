package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.UpgradeMark;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * The first step of an upgrade: writes down what is dialled, then has the engine drain and end. The
 * next engine goes on with it.
 */
@CommandLine.Command(name = "drain")
@Needs({})
final class UpgradeDrainCommand implements EngineCommand {
  @Override
  public Exit run(EngineContext context) {
    if (context.engine().resident()) {
      context.keys(); // what is drained now must be able to go on
    }
    List<Campaigns.Running> dialled = context.parts().campaigns().dialled();
    mark(context, dialled).write(context.home());
    Printer printer = new Printer(context.request(), context.terminal());
    String names =
        dialled.stream().map(run -> run.campaign().name()).collect(Collectors.joining(", "));
    printer.say("upgrade.drains", names.isEmpty() ? "-" : names);
    context.engine().stop();
    return Exit.DONE;
  }

  private static UpgradeMark mark(EngineContext context, List<Campaigns.Running> dialled) {
    List<UpgradeMark.Ran> ran =
        dialled.stream().map(run -> new UpgradeMark.Ran(run.campaign().id(), run.once())).toList();
    return UpgradeMark.read(context.home())
        .orElseGet(
            () ->
                new UpgradeMark(
                    context.actor().name(),
                    context.engine().machine().clocks().machine().instant(),
                    UpgradeMark.Step.DRAINED,
                    List.of()))
        .with(UpgradeMark.Step.DRAINED, ran);
  }
}
