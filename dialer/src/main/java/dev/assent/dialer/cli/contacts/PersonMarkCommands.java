package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.person.Subjects;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Actor;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands against calling a person (R15–R17), by a number of theirs. */
final class PersonMarkCommands {

  private PersonMarkCommands() {}

  /** Whom it is about, and why. */
  static final class Word {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, descriptionKey = "reason")
    String reason = "";

    @Option(names = "--request", paramLabel = "ID", descriptionKey = "request")
    String request = "";
  }

  /** Sets a mark or takes it away, and shows what stands then. */
  abstract static class Mark implements EngineCommand {
    @Mixin Word word = new Word();

    abstract SubjectState made(Subjects subjects, PhoneNumber number, Actor by) throws NotAllowed;

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber number = Inputs.number(context, word.number);
      SubjectState state;
      try {
        state = made(context.law().store().subjects(), number, context.actor());
      } catch (NotAllowed e) {
        throw Approving.refused(e);
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("number", number);
      fields.put("restrictions", state.restrictions().stream().sorted().toList());
      fields.put("flags", state.flags().stream().sorted().toList());
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }

  private static User user(Actor by) {
    return by.person().orElseThrow().user().access();
  }

  /** Whoever knows a person to be vulnerable, in dispute, dead or under age says so. */
  @CommandLine.Command(name = "flag")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.LEGAL})
  static final class FlagSet extends Mark {
    @Option(names = "--set", paramLabel = "FLAG", required = true, descriptionKey = "flag")
    Flag flag = Flag.VULNERABLE;

    @Override
    SubjectState made(Subjects subjects, PhoneNumber number, Actor by) {
      return subjects.flag(number, flag, word.request, word.reason, by.name());
    }
  }

  /** It no longer holds, or never did. */
  @CommandLine.Command(name = "unflag")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class FlagClear extends Mark {
    @Option(names = "--clear", paramLabel = "FLAG", required = true, descriptionKey = "flag")
    Flag flag = Flag.VULNERABLE;

    @Override
    SubjectState made(Subjects subjects, PhoneNumber number, Actor by) throws NotAllowed {
      return subjects.unflag(number, flag, word.request, word.reason, user(by));
    }
  }

  /** A person asked for deletion or restriction, or a case holds their data. */
  @CommandLine.Command(name = "restrict")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL})
  static final class Restrict extends Mark {
    @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "kind")
    Restriction kind = Restriction.RESTRICTION_REQUESTED;

    @Override
    SubjectState made(Subjects subjects, PhoneNumber number, Actor by) throws NotAllowed {
      return subjects.restrict(number, kind, word.request, word.reason, by.name());
    }
  }

  /** The request or case is settled. */
  @CommandLine.Command(name = "unrestrict")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Release extends Mark {
    @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "kind")
    Restriction kind = Restriction.RESTRICTION_REQUESTED;

    @Override
    SubjectState made(Subjects subjects, PhoneNumber number, Actor by) throws NotAllowed {
      return subjects.release(number, kind, word.request, word.reason, user(by));
    }
  }
}
