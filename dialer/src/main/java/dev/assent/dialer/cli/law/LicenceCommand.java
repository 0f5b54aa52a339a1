package dev.assent.dialer.cli.law;

import dev.assent.compliance.Licence;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.LicenceFile;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Named;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Our licences, and why we need none (D-a, R06). */
@CommandLine.Command(
    name = "licence",
    subcommands = {
      LicenceCommand.Add.class,
      LicenceCommand.Review.class,
      LicenceCommand.Listing.class
    })
public final class LicenceCommand {
  private static final List<Column<Licence>> COLUMNS =
      List.of(
          new Column<>("licence", Licence::name),
          new Column<>("kind", Licence::kind),
          new Column<>("filing", Licence::number),
          new Column<>("exemption", Licence::exemption),
          new Column<>("holder", Licence::holder),
          new Column<>("validFrom", Licence::validFrom),
          new Column<>("validTo", Licence::validTo),
          new Column<>("sha256", Licence::fileSha256),
          new Column<>("creator", Licence::creator),
          new Column<>("reviewer", Licence::reviewer));

  private static final Named<Licence> NAMED =
      new Named<>("licence", Licence::name, "assent licence list");

  /** Brings a licence for review. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      UUID id = context.law().newId();
      Licence licence = LicenceFile.read(Inputs.file(context, file), id, context.actor().name());
      Registers registers = context.law().store().registers();
      NAMED.requireNew(registers.licences(), licence);
      Approving.change(() -> registers.addLicence(licence, context.actor().name()));
      new Printer(context.request(), context.terminal()).rows(COLUMNS, List.of(licence));
      return Exit.DONE;
    }
  }

  /** A second person has compared it with its document. */
  @CommandLine.Command(name = "review")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Review implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "licence")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      Registers registers = context.law().store().registers();
      UUID id = NAMED.find(registers.licences(), name).id();
      Approval approval =
          Approving.sign(
              context,
              Approval.Kind.LICENCE,
              id.toString(),
              (user, signature) -> registers.reviewLicence(id, user, signature));
      Approvals.print(context, name, approval);
      return Exit.DONE;
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().registers().licences());
      return Exit.DONE;
    }
  }
}
