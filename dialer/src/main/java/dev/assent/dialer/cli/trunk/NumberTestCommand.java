package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.store.attempt.TestNumbers;
import dev.assent.compliance.store.attempt.TestNumbers.TestNumber;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers of our own staff that {@code trunk check --call} may ring: five at most. */
@CommandLine.Command(
    name = "test",
    subcommands = {
      NumberTestCommand.Add.class,
      NumberTestCommand.Remove.class,
      NumberTestCommand.Listing.class
    })
final class NumberTestCommand {
  private NumberTestCommand() {}

  private static final List<Column<TestNumber>> COLUMNS =
      List.of(
          new Column<>("number", TestNumber::number),
          new Column<>("holder", TestNumber::holder),
          new Column<>("language", TestNumber::language),
          new Column<>("packs", TestNumber::packs),
          new Column<>("declaration", TestNumber::declarationSha256),
          new Column<>("addedBy", TestNumber::addedBy),
          new Column<>("addedAt", TestNumber::addedAt),
          new Column<>("id", TestNumber::id));

  private static Exit print(EngineContext context) {
    new Printer(context.request(), context.terminal())
        .rows(COLUMNS, context.law().store().testNumbers().inForce());
    return Exit.DONE;
  }

  /** Registers one, with the declaration its holder signed. */
  @CommandLine.Command(name = "add")
  @Needs(Role.COMPLIANCE)
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--holder", paramLabel = "NAME", required = true)
    String holder = "";

    @Option(names = "--declaration", paramLabel = "FILE", required = true)
    Path declaration = Path.of("");

    @Option(names = "--language", paramLabel = "LANGUAGE")
    String language = "zh-CN";

    @Option(names = "--pack", paramLabel = "PACK", split = ",")
    List<String> packs = List.of("cn-callcentre");

    @Override
    public Exit run(EngineContext context) throws IOException {
      Person person =
          context
              .actor()
              .person()
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.NOT_PERMITTED,
                          Message.of("number.test_needs_person"),
                          "assent login --as NAME"));
      TestNumbers register = context.law().store().testNumbers();
      TestNumbers.Declared declared =
          new TestNumbers.Declared(
              Inputs.number(context, number),
              holder,
              language,
              packs,
              context.law().documents().keep(Inputs.file(context, declaration)));
      String name = person.user().name();
      if (!(context.law().store().registers().user(name) instanceof Found.Present(User signer))) {
        throw new IllegalStateException("a user of the keyset is not registered");
      }
      Approving.change(
          () ->
              register.add(declared, signer, person.key().sign(register.message(declared, name))));
      return print(context);
    }
  }

  /** It is not rung any more. */
  @CommandLine.Command(name = "remove")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Remove implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      TestNumbers register = context.law().store().testNumbers();
      UUID id =
          register
              .of(Inputs.number(context, number))
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.USAGE,
                          Message.of("trunk.no_test_number"),
                          "assent number test list"));
      register.remove(id, context.actor().name());
      return print(context);
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      return print(context);
    }
  }
}
