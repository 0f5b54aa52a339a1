package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.store.privacy.LegalHolds;
import dev.assent.compliance.store.review.Exports;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.privacy.PrivacyEraseCommand;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recordings that leave the house: asked for, agreed to by two others, made (R53). */
@CommandLine.Command(
    name = "export",
    subcommands = {
      ExportRequestCommand.class,
      ExportCommand.Show.class,
      ExportCommand.Approve.class,
      ExportCommand.Refuse.class,
      ExportMakeCommand.class,
      ExportCommand.Listing.class,
      ExportTraceCommand.class
    })
final class ExportCommand {
  private ExportCommand() {}

  static Export find(EngineContext context, UUID id) {
    return context
        .law()
        .store()
        .exports()
        .find(id)
        .orElseThrow(
            () ->
                new UserError(
                    Exit.USAGE, Message.of("export.unknown", id), "assent recordings export list"));
  }

  /** Everything an approver agrees to. */
  @CommandLine.Command(name = "show")
  @Needs({Role.QA, Role.COMPLIANCE, Role.LEGAL, Role.SECURITY, Role.AUDITOR})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "EXPORT", descriptionKey = "export")
    UUID id = new UUID(0, 0);

    @Override
    public Exit run(EngineContext context) {
      ExportView.print(context, find(context, id));
      return Exit.DONE;
    }
  }

  /** One of the two agrees to what they saw. */
  @CommandLine.Command(name = "approve")
  @Needs({Role.COMPLIANCE, Role.LEGAL, Role.SECURITY})
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "EXPORT", descriptionKey = "export")
    UUID id = new UUID(0, 0);

    @Option(names = "--hash", paramLabel = "HASH", required = true, descriptionKey = "hash")
    String hash = "";

    @Override
    public Exit run(EngineContext context) {
      Exports exports = context.law().store().exports();
      find(context, id);
      Person person = context.actor().person().orElseThrow();
      String name = person.user().name();
      byte[] signature = person.key().sign(Approval.message(Approval.Kind.EXPORT, hash, name));
      User approver = PrivacyEraseCommand.approver(context, name);
      List<Export> done = new ArrayList<>();
      Approving.change(() -> done.add(exports.approve(id, hash, approver, signature)));
      approveHolds(context, done.getFirst(), approver, person);
      ExportView.print(context, done.getFirst());
      return Exit.DONE;
    }

    /** The case that it is for is agreed to with it, by whoever approves cases. */
    private static void approveHolds(
        EngineContext context, Export export, User approver, Person person) {
      LegalHolds holds = context.law().store().legalHolds();
      for (UUID id : export.order().holds()) {
        Optional<LegalHold> waiting =
            holds.find(id).filter(hold -> hold.inForce(context.clock().instant()));
        if (waiting.isPresent()
            && waiting.get().approvedBy() == null
            && approver.mayApprove()
            && !waiting.get().setBy().equals(approver.name())) {
          byte[] signature =
              person
                  .key()
                  .sign(
                      Approval.message(
                          Approval.Kind.LEGAL_HOLD, holds.subject(waiting.get()), approver.name()));
          Approving.change(() -> holds.approve(id, approver, signature));
          new Printer(context.request(), context.terminal()).say("export.hold_approved", id);
        }
      }
    }
  }

  /** An approver says no, or whoever asked takes it back. */
  @CommandLine.Command(name = "refuse")
  @Needs({Role.QA, Role.COMPLIANCE, Role.LEGAL, Role.SECURITY})
  static final class Refuse implements EngineCommand {
    @Parameters(paramLabel = "EXPORT", descriptionKey = "export")
    UUID id = new UUID(0, 0);

    @Option(names = "--reason", paramLabel = "TEXT", required = true, descriptionKey = "reason")
    String reason = "";

    @Override
    public Exit run(EngineContext context) {
      Exports exports = context.law().store().exports();
      find(context, id);
      User by = PrivacyEraseCommand.approver(context, context.actor().name());
      Approving.change(() -> ExportView.print(context, exports.refuse(id, by, reason)));
      return Exit.DONE;
    }
  }

  /** Every one there was (Q13). */
  @CommandLine.Command(name = "list")
  @Needs({Role.QA, Role.COMPLIANCE, Role.LEGAL, Role.SECURITY, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      Instant now = context.clock().instant();
      List<Column<Export>> columns =
          List.of(
              new Column<>("export", export -> export.order().id()),
              new Column<>("state", export -> export.state(now)),
              new Column<>("form", export -> export.order().court() ? "COURT" : "COPY"),
              new Column<>("purpose", export -> export.order().purpose()),
              new Column<>("case", export -> export.order().caseId()),
              new Column<>("recipient", export -> export.order().recipient()),
              new Column<>("agreement", export -> export.order().agreement()),
              new Column<>("requestedBy", export -> export.order().requestedBy()),
              new Column<>("approvedBy", Listing::approvers),
              new Column<>("waitsFor", export -> ExportView.waitsFor(export, now)),
              new Column<>("makeBy", export -> export.order().makeBy()),
              new Column<>("destroyBy", export -> export.order().destroyBy()));
      new Printer(context.request(), context.terminal())
          .rows(columns, context.law().store().exports().all());
      return Exit.DONE;
    }

    private static List<String> approvers(Export export) {
      return export.words().stream().filter(Export.Word::agrees).map(Export.Word::user).toList();
    }
  }
}
