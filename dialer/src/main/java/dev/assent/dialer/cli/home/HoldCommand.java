package dev.assent.dialer.cli.home;

import dev.assent.compliance.Hold;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The kill switch (R01): anybody sets it, COMPLIANCE lifts it. */
@CommandLine.Command(
    name = "hold",
    subcommands = {HoldCommand.Set.class, HoldCommand.Lift.class, HoldCommand.Listing.class})
public final class HoldCommand {
  private static final List<Column<Hold>> COLUMNS =
      List.of(
          new Column<>("id", Hold::id),
          new Column<>("scope", Hold::scope),
          new Column<>("target", Hold::target),
          new Column<>("reason", Hold::reason),
          new Column<>("by", Hold::by),
          new Column<>("at", Hold::at));

  /** Stops calls before the next byte leaves. Needs no person: stopping must never wait. */
  @CommandLine.Command(name = "set")
  @Needs({})
  static final class Set implements EngineCommand {
    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Option(names = "--campaign", paramLabel = "ID")
    @Nullable UUID campaign;

    @Option(names = "--trunk", paramLabel = "NAME")
    @Nullable String trunk;

    @Option(names = "--numbers", paramLabel = "+PREFIX")
    @Nullable String numbers;

    @Override
    public Exit run(EngineContext context) {
      Hold hold = context.parts().holds().set(scope(), target(), reason, context.actor().name());
      new Printer(context.request(), context.terminal()).rows(COLUMNS, List.of(hold));
      return Exit.DONE;
    }

    private Hold.Scope scope() {
      long given =
          List.of(campaign != null, trunk != null, numbers != null).stream()
              .filter(is -> is)
              .count();
      if (given > 1) {
        throw new UserError(Exit.USAGE, Message.of("hold.one_scope"), null);
      }
      if (campaign != null) {
        return Hold.Scope.CAMPAIGN;
      }
      if (trunk != null) {
        return Hold.Scope.TRUNK;
      }
      return numbers != null ? Hold.Scope.NUMBER_RANGE : Hold.Scope.GLOBAL;
    }

    private String target() {
      if (campaign != null) {
        return campaign.toString();
      }
      if (trunk != null) {
        return trunk;
      }
      if (numbers != null) {
        if (!numbers.matches("\\+[1-9][0-9]{0,14}")) {
          throw new UserError(Exit.USAGE, Message.of("hold.prefix"), null);
        }
        return numbers;
      }
      return "";
    }
  }

  /** Lets calls go again. */
  @CommandLine.Command(name = "lift")
  @Needs(Role.COMPLIANCE)
  static final class Lift implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Option(names = "--gap", paramLabel = "N")
    @Nullable Integer gap;

    @Override
    public Exit run(EngineContext context) {
      Person person = context.actor().person().orElseThrow();
      OptionalInt accepted = gap == null ? OptionalInt.empty() : OptionalInt.of(gap);
      context.parts().holds().lift(id, accepted, reason, person.user().access());
      new Printer(context.request(), context.terminal()).say("hold.lifted", id);
      return Exit.DONE;
    }
  }

  /** What is on hold now. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.parts().holds().list());
      return Exit.DONE;
    }
  }
}
