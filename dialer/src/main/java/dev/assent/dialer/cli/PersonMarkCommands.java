package dev.assent.dialer.cli;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.Subjects;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
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

  /** How a mark is set or taken away. */
  @FunctionalInterface
  private interface Marking {
    SubjectState by(Subjects subjects, PhoneNumber number) throws NotAllowed;
  }

  private static Exit mark(EngineContext context, Word word, Marking marking) throws IOException {
    PhoneNumber number = Inputs.number(context, word.number);
    SubjectState state;
    try {
      state = marking.by(context.law().store().subjects(), number);
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

  private static Person person(EngineContext context) {
    return context.actor().person().orElseThrow();
  }

  /** Whoever knows a person to be vulnerable, in dispute, dead or under age says so. */
  @CommandLine.Command(name = "flag")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.LEGAL})
  static final class FlagSet implements EngineCommand {
    @Mixin Word word = new Word();

    @Option(names = "--set", paramLabel = "FLAG", required = true, descriptionKey = "flag")
    Flag flag = Flag.VULNERABLE;

    @Override
    public Exit run(EngineContext context) throws IOException {
      return mark(
          context,
          word,
          (subjects, number) ->
              subjects.flag(number, flag, word.request, word.reason, context.actor().name()));
    }
  }

  /** It no longer holds, or never did. */
  @CommandLine.Command(name = "unflag")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class FlagClear implements EngineCommand {
    @Mixin Word word = new Word();

    @Option(names = "--clear", paramLabel = "FLAG", required = true, descriptionKey = "flag")
    Flag flag = Flag.VULNERABLE;

    @Override
    public Exit run(EngineContext context) throws IOException {
      return mark(
          context,
          word,
          (subjects, number) ->
              subjects.unflag(
                  number, flag, word.request, word.reason, person(context).user().access()));
    }
  }

  /** A person asked for deletion or restriction, or a case holds their data. */
  @CommandLine.Command(name = "restrict")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL})
  static final class Restrict implements EngineCommand {
    @Mixin Word word = new Word();

    @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "kind")
    Restriction kind = Restriction.RESTRICTION_REQUESTED;

    @Override
    public Exit run(EngineContext context) throws IOException {
      return mark(
          context,
          word,
          (subjects, number) ->
              subjects.restrict(number, kind, word.request, word.reason, context.actor().name()));
    }
  }

  /** The request or case is settled. */
  @CommandLine.Command(name = "unrestrict")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Release implements EngineCommand {
    @Mixin Word word = new Word();

    @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "kind")
    Restriction kind = Restriction.RESTRICTION_REQUESTED;

    @Override
    public Exit run(EngineContext context) throws IOException {
      return mark(
          context,
          word,
          (subjects, number) ->
              subjects.release(
                  number, kind, word.request, word.reason, person(context).user().access()));
    }
  }
}
