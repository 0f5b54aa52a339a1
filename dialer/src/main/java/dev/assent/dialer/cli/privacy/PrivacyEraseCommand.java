package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.store.privacy.Erasures;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows what erasing a person would do; with the hash of that plan, asks another person to agree.
 */
@CommandLine.Command(name = "erase")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN})
public final class PrivacyEraseCommand implements EngineCommand {
  @Parameters(paramLabel = "NUMBER", arity = "0..1", descriptionKey = "number")
  @Nullable String number;

  @Option(names = "--request", paramLabel = "ID", descriptionKey = "request")
  @Nullable UUID request;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      arity = "0..1",
      fallbackValue = "",
      required = true,
      descriptionKey = "plan")
  String plan = "";

  @Override
  public Exit run(EngineContext context) throws IOException {
    // `--plan -` is a number to be read from stdin, and no hash.
    String whom = number == null && plan.equals("-") ? plan : number;
    String hash = plan.equals("-") ? "" : plan;
    if ((whom == null) == (request == null) || (request == null && !hash.isEmpty())) {
      throw new UserError(Exit.USAGE, Message.of("privacy.whom"), "assent privacy request list");
    }
    Erasures erasures = context.law().erasures();
    ErasurePlanView view = new ErasurePlanView(context);
    UUID asked = request;
    if (asked == null) {
      PhoneNumber person = Inputs.number(context, String.valueOf(whom));
      Approving.change(() -> view.print(erasures.plan(person)));
    } else if (hash.isEmpty()) {
      Approving.change(() -> view.print(erasures.plan(asked)));
    } else {
      Approving.change(() -> view.print(erasures.order(asked, hash, context.actor().name())));
    }
    if (!hash.isEmpty()) {
      new Printer(context.request(), context.terminal())
          .say("privacy.ordered", String.valueOf(request));
    }
    return Exit.DONE;
  }

  /** Another person agrees, and it is done. */
  @CommandLine.Command(name = "approve")
  @Needs({Role.COMPLIANCE, Role.LEGAL})
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "REQUEST", descriptionKey = "request")
    UUID request = new UUID(0, 0);

    @Override
    public Exit run(EngineContext context) {
      Erasures erasures = context.law().erasures();
      Person person = context.actor().person().orElseThrow();
      String name = person.user().name();
      String subject =
          erasures
              .ordered(request)
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.NOT_PERMITTED,
                          Message.of("privacy.not_ordered", request),
                          "assent privacy erase --request " + request + " --plan"));
      byte[] signature = person.key().sign(Approval.message(Approval.Kind.ERASURE, subject, name));
      Approving.change(
          () -> {
            DestructionCertificate done =
                erasures.approve(request, approver(context, name), signature);
            PrivacyCertificateCommand.show(context, done);
          });
      return Exit.DONE;
    }
  }

  /** As the register knows them. */
  public static User approver(EngineContext context, String name) {
    if (context.law().store().registers().user(name) instanceof Found.Present(User user)) {
      return user;
    }
    throw new IllegalStateException("a user of the keyset is not registered");
  }
}
