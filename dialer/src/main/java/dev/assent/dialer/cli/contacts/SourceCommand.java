package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.SourceFile;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Named;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where contacts lawfully come from (A-13, R18). */
@CommandLine.Command(
    name = "source",
    subcommands = {
      SourceCommand.Add.class,
      SourceCommand.Attach.class,
      SourceCommand.Review.class,
      SourceCommand.Revoke.class,
      SourceCommand.Listing.class,
      SourceShowCommand.class
    })
public final class SourceCommand {
  private static final List<Column<SourceProof>> COLUMNS =
      List.of(
          new Column<>("source", SourceProof::name),
          new Column<>("type", SourceProof::type),
          new Column<>("state", SourceProof::state),
          new Column<>("validTo", SourceProof::validTo),
          new Column<>("creator", SourceProof::creator),
          new Column<>("reviewer", SourceProof::reviewer),
          new Column<>("id", SourceProof::id));

  private static final Named<SourceProof> NAMED =
      new Named<>("source", SourceProof::name, "assent source list");

  /**
   * A source by its name.
   *
   * @throws UserError exit 2 when there is none
   */
  static SourceProof named(Registers registers, String name) {
    return NAMED.find(registers.sources(), name);
  }

  /** Brings a source for review. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      UUID id = context.law().newId();
      SourceProof source = SourceFile.read(Inputs.file(context, file), id, context.actor().name());
      Registers registers = context.law().store().registers();
      NAMED.requireNew(registers.sources(), source);
      Approving.change(() -> registers.addSource(source, context.actor().name()));
      new Printer(context.request(), context.terminal()).rows(COLUMNS, List.of(source));
      return Exit.DONE;
    }
  }

  /** One more paper; the source must be reviewed anew. */
  @CommandLine.Command(name = "attach")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Attach implements EngineCommand {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "source")
    String name = "";

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Option(names = "--kind", paramLabel = "KIND", required = true)
    SourceProof.DocumentKind kind = SourceProof.DocumentKind.CONTRACT;

    @Option(names = "--valid-to", paramLabel = "DATE")
    @Nullable String validTo;

    @Override
    public Exit run(EngineContext context) throws IOException {
      Registers registers = context.law().store().registers();
      UUID id = named(registers, name).id();
      LocalDate until =
          validTo == null ? null : Arguments.parse("--valid-to", validTo, SourceCommand::date);
      String sha256 = context.law().documents().keep(Inputs.file(context, file));
      SourceProof.Document document =
          SourceProof.Document.brought(kind, sha256, until, context.actor().name());
      Approving.change(() -> registers.attachToSource(id, document, context.actor().name()));
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, List.of(named(registers, name)));
      return Exit.DONE;
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a date such as 2027-12-31", e);
    }
  }

  /** Nobody of this source is called any more, from the next decision on (R18). */
  @CommandLine.Command(name = "revoke")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Revoke implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "source")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      Registers registers = context.law().store().registers();
      UUID id = named(registers, name).id();
      Approving.change(() -> registers.revokeSource(id, context.actor().name()));
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, List.of(named(registers, name)));
      return Exit.DONE;
    }
  }

  /** A second person has read its papers and lets it be used. */
  @CommandLine.Command(name = "review")
  @Needs(Role.COMPLIANCE)
  static final class Review implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "source")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      Registers registers = context.law().store().registers();
      UUID id = named(registers, name).id();
      Approval approval =
          Approving.sign(
              context,
              Approval.Kind.SOURCE,
              id.toString(),
              (user, signature) -> registers.reviewSource(id, user, signature));
      Approvals.print(context, name, approval);
      return Exit.DONE;
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().registers().sources());
      return Exit.DONE;
    }
  }
}
