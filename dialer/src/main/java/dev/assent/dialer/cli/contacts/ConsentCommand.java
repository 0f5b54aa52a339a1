package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.EvidenceFolder;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Consents that come by other ways than a list of contacts, and the word that ends them (R22). */
@CommandLine.Command(
    name = "consent",
    subcommands = {
      ConsentImportCommand.class,
      ConsentCommand.Attach.class,
      ConsentCommand.Show.class,
      ConsentCommand.Withdraw.class
    })
public final class ConsentCommand {
  private static final List<Column<Grant>> COLUMNS =
      List.of(
          new Column<>("grant", Grant::id),
          new Column<>("scope", Grant::scope),
          new Column<>("purposes", grant -> grant.purposes().stream().sorted().toList()),
          new Column<>("form", Grant::form),
          new Column<>("notice", Grant::noticeVersion),
          new Column<>("grantedAt", Grant::grantedAt),
          new Column<>("expiresAt", Grant::expiresAt),
          new Column<>("withdrawnAt", Grant::withdrawnAt),
          new Column<>("sha256", Grant::evidenceSha256),
          new Column<>(
              "proof", grant -> grant.evidence() == null ? "ELSEWHERE" : grant.evidence().state()));

  /** Brings the proof of a consent that came with its hash alone. */
  @CommandLine.Command(name = "attach")
  @Needs({Role.OPERATOR, Role.DATA_ADMIN})
  static final class Attach implements EngineCommand {
    @Parameters(index = "0", paramLabel = "GRANT", descriptionKey = "grant")
    UUID grant = new UUID(0, 0);

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      Path proof = Inputs.file(context, file);
      if (Files.size(proof) > EvidenceFolder.LARGEST) {
        throw new UserError(
            Exit.USAGE, Message.of("consent.too_large", file, EvidenceFolder.LARGEST >> 20), null);
      }
      byte[] bytes = Files.readAllBytes(proof);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      Approving.change(
          () ->
              fields.put(
                  "grant",
                  context.law().store().grants().attach(grant, bytes, context.actor().name())));
      fields.put("sha256", Inputs.sha256(proof));
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }

  /** What a person agreed to, and what became of it. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().grants().of(person));
      return Exit.DONE;
    }
  }

  /** A person takes a consent back: at once, and for good (B-20). */
  @CommandLine.Command(name = "withdraw")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA})
  static final class Withdraw implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--manner", paramLabel = "MANNER", required = true)
    Manner manner = Manner.MAIL;

    @Option(names = "--purpose", paramLabel = "PURPOSE", split = ",")
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);

    @Option(names = "--scope", paramLabel = "SCOPE")
    GrantScope scope = GrantScope.CALL;

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      context
          .law()
          .store()
          .grants()
          .withdraw(person, scope, purposes, manner, context.actor().name());
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().grants().of(person));
      return Exit.DONE;
    }
  }
}
