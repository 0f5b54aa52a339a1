package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.privacy.Medium;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was destroyed, and exactly that (R58). */
@CommandLine.Command(
    name = "certificate",
    subcommands = {PrivacyCertificateCommand.Listing.class, PrivacyCertificateCommand.Show.class})
final class PrivacyCertificateCommand {
  private PrivacyCertificateCommand() {}

  static void show(EngineContext context, DestructionCertificate certificate) {
    new Printer(context.request(), context.terminal())
        .fields(fields(certificate, context.messages()));
  }

  static Map<String, @Nullable Object> fields(
      DestructionCertificate certificate, Messages messages) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", certificate.id());
    fields.put("stage", stage(certificate));
    fields.put("cause", certificate.cause());
    fields.put("request", certificate.request());
    fields.put("destroyedAt", certificate.at());
    fields.put("destroyed", destroyed(certificate));
    fields.put("method", messages.say("privacy.method"));
    fields.put("files", certificate.files());
    fields.put("overwriting", overwriting(certificate, messages));
    fields.put("operator", certificate.operator());
    fields.put("approver", certificate.approver());
    fields.put("mark", certificate.selfApproved() ? "SELF_APPROVED" : "");
    fields.put("copiesUntil", certificate.copiesUntil());
    fields.put("finalAt", certificate.finalAt());
    fields.put("notClaimed", messages.say("privacy.not_claimed"));
    return fields;
  }

  private static String stage(DestructionCertificate certificate) {
    return certificate.finalAt() == null ? "PRIMARY" : "FINAL";
  }

  private static String destroyed(DestructionCertificate certificate) {
    return certificate.lines().stream()
        .map(line -> line.kind() + " " + line.keys() + " / " + line.records())
        .collect(Collectors.joining(", "));
  }

  private static String overwriting(DestructionCertificate certificate, Messages messages) {
    Medium medium = certificate.medium();
    return certificate.files() == 0
        ? messages.say("privacy.medium_none")
        : messages.say(ErasurePlanView.code("medium", medium), certificate.overwritten());
  }

  /** All there are. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    private static final List<Column<DestructionCertificate>> COLUMNS =
        List.of(
            new Column<>("id", DestructionCertificate::id),
            new Column<>("stage", PrivacyCertificateCommand::stage),
            new Column<>("cause", DestructionCertificate::cause),
            new Column<>("request", DestructionCertificate::request),
            new Column<>("destroyedAt", DestructionCertificate::at),
            new Column<>("destroyed", PrivacyCertificateCommand::destroyed),
            new Column<>("files", DestructionCertificate::files),
            new Column<>("operator", DestructionCertificate::operator),
            new Column<>("approver", DestructionCertificate::approver),
            new Column<>("finalAt", DestructionCertificate::finalAt));

    @Option(names = "--request", paramLabel = "ID", descriptionKey = "request")
    @Nullable UUID request;

    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(
              COLUMNS,
              request == null
                  ? context.law().erasures().certificates()
                  : context.law().erasures().certificatesOf(request));
      return Exit.DONE;
    }
  }

  /** One of them, in full; as a page in both languages when asked. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Option(names = "--html", descriptionKey = "html")
    boolean html;

    @Override
    public Exit run(EngineContext context) {
      DestructionCertificate certificate =
          context
              .law()
              .erasures()
              .certificate(id)
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.USAGE,
                          Message.of("privacy.no_certificate", id),
                          "assent privacy certificate list"));
      if (html) {
        context.terminal().out().print(CertificatePage.of(certificate));
        context.terminal().out().flush();
      } else {
        show(context, certificate);
      }
      return Exit.DONE;
    }
  }
}
