package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.store.privacy.LegalHolds;
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
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.files.DiskFiles;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cases that need data kept (R56). */
@CommandLine.Command(
    name = "hold",
    subcommands = {
      PrivacyHoldCommand.Set.class,
      PrivacyHoldCommand.Approve.class,
      PrivacyHoldCommand.Lift.class,
      PrivacyHoldCommand.Listing.class
    })
public final class PrivacyHoldCommand {
  private static final List<Column<LegalHold>> COLUMNS =
      List.of(
          new Column<>("id", LegalHold::id),
          new Column<>("case", LegalHold::caseId),
          new Column<>("person", LegalHold::person),
          new Column<>("recording", LegalHold::recording),
          new Column<>("until", LegalHold::until),
          new Column<>("by", LegalHold::setBy),
          new Column<>("approver", LegalHold::approvedBy),
          new Column<>("liftedBy", LegalHold::liftedBy),
          new Column<>("liftedAt", LegalHold::liftedAt));

  private PrivacyHoldCommand() {}

  private static Exit print(EngineContext context, List<LegalHold> holds) {
    new Printer(context.request(), context.terminal()).rows(COLUMNS, holds);
    return Exit.DONE;
  }

  /** For which case, and how long. */
  static final class Terms {
    @Option(names = "--case", paramLabel = "ID", required = true, descriptionKey = "case")
    String caseId = "";

    @Option(names = "--until", paramLabel = "DAY", required = true, descriptionKey = "until")
    String until = "";

    /** The first moment after that day, here. */
    Instant end() {
      try {
        return LocalDate.parse(until).plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeException e) {
        throw new UserError(Exit.USAGE, Message.of("privacy.until"), null);
      }
    }
  }

  /** How a hold comes about. */
  @FunctionalInterface
  private interface Setting {
    LegalHold by(LegalHolds holds) throws NotAllowed;
  }

  private static Exit set(EngineContext context, Setting setting) {
    Approving.change(() -> print(context, List.of(setting.by(context.law().store().legalHolds()))));
    new Printer(context.request(), context.terminal()).say("privacy.hold_waits");
    return Exit.DONE;
  }

  /** Keeps everything of a person. */
  @CommandLine.Command(name = "set")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL})
  static final class Set implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Mixin Terms terms = new Terms();

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      Instant end = terms.end();
      return set(context, holds -> holds.set(person, terms.caseId, end, context.actor().name()));
    }
  }

  /** A second person agrees. */
  @CommandLine.Command(name = "approve")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Override
    public Exit run(EngineContext context) {
      LegalHolds holds = context.law().store().legalHolds();
      LegalHold hold =
          holds
              .find(id)
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.USAGE,
                          Message.of("privacy.no_hold", id),
                          "assent privacy hold list"));
      Person person = context.actor().person().orElseThrow();
      String name = person.user().name();
      byte[] signature =
          person.key().sign(Approval.message(Approval.Kind.LEGAL_HOLD, holds.subject(hold), name));
      Approving.change(
          () ->
              print(
                  context,
                  List.of(
                      holds.approve(id, PrivacyEraseCommand.approver(context, name), signature))));
      return Exit.DONE;
    }
  }

  /** The case is over. */
  @CommandLine.Command(name = "lift")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Lift implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Override
    public Exit run(EngineContext context) {
      Person person = context.actor().person().orElseThrow();
      Approving.change(
          () ->
              print(
                  context,
                  List.of(context.law().store().legalHolds().lift(id, person.user().access()))));
      return Exit.DONE;
    }
  }

  /** Every one there was. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      return print(context, context.law().store().legalHolds().all());
    }
  }

  /** The same of single recordings. */
  @CommandLine.Command(
      name = "hold",
      subcommands = {OfRecordings.SetRecording.class, OfRecordings.LiftRecording.class})
  public static final class OfRecordings {
    private OfRecordings() {}

    private static CatalogEntry find(EngineContext context, UUID id) {
      return new Catalog(context.home().recordings(), new DiskFiles())
          .find(id)
          .orElseThrow(
              () ->
                  new UserError(
                      Exit.USAGE, Message.of("recording.unknown", id), "assent recordings list"));
    }

    /** Keeps a recording, and the proof of its call. */
    @CommandLine.Command(name = "set")
    @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL})
    static final class SetRecording implements EngineCommand {
      @Parameters(paramLabel = "ID", descriptionKey = "recording")
      UUID id = new UUID(0, 0);

      @Mixin Terms terms = new Terms();

      @Override
      public Exit run(EngineContext context) {
        CatalogEntry recording = find(context, id);
        Instant end = terms.end();
        return set(
            context,
            holds ->
                holds.set(id, recording.attemptId(), terms.caseId, end, context.actor().name()));
      }
    }

    /** Lifts every hold on a recording. */
    @CommandLine.Command(name = "lift")
    @Needs({Role.COMPLIANCE, Role.LEGAL})
    static final class LiftRecording implements EngineCommand {
      @Parameters(paramLabel = "ID", descriptionKey = "recording")
      UUID id = new UUID(0, 0);

      @Option(names = "--case", paramLabel = "ID", descriptionKey = "case")
      @Nullable String caseId;

      @Override
      public Exit run(EngineContext context) {
        LegalHolds holds = context.law().store().legalHolds();
        Person person = context.actor().person().orElseThrow();
        Instant now = context.clock().instant();
        List<LegalHold> set =
            holds.all().stream()
                .filter(hold -> id.equals(hold.recording()) && hold.inForce(now))
                .filter(hold -> caseId == null || hold.caseId().equals(caseId))
                .toList();
        if (set.isEmpty()) {
          throw new UserError(
              Exit.USAGE, Message.of("privacy.no_hold", id), "assent privacy hold list");
        }
        for (LegalHold hold : set) {
          Approving.change(() -> holds.lift(hold.id(), person.user().access()));
        }
        return print(context, holds.all().stream().filter(h -> id.equals(h.recording())).toList());
      }
    }
  }
}
