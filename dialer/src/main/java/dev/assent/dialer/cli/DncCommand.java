package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.Refusals;
import dev.assent.compliance.store.Refused;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People who are not to be called (A-26, R20). */
@CommandLine.Command(
    name = "dnc",
    subcommands = {DncCommand.Add.class, DncCommand.Why.class})
final class DncCommand {

  /** A refusal that reached us by another way than a key. What rings for it now is cancelled. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--manner", paramLabel = "MANNER", required = true)
    Manner manner = Manner.MAIL;

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber callee = Inputs.number(context, number);
      Refused refused =
          context
              .law()
              .store()
              .refusals()
              .add(
                  callee,
                  new OptOut(manner, context.clock().instant(), null, null, null),
                  context.actor().name());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("number", callee);
      return switch (refused) {
        case Refused.Durable(var entry) -> {
          fields.put("refused", "DURABLE");
          fields.put("entry", entry);
          new Printer(context.request(), context.terminal()).fields(fields);
          yield Exit.DONE;
        }
        case Refused.Pending(var entry, boolean journalled) -> {
          fields.put("refused", journalled ? "PENDING" : "NOT_DURABLE");
          fields.put("entry", entry);
          new Printer(context.request(), context.terminal()).fields(fields);
          new Printer(context.request(), context.terminal()).warn("dnc.pending");
          yield Exit.FAILED;
        }
      };
    }
  }

  /** Whether a number is refused, since when and by which way. */
  @CommandLine.Command(name = "why")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.AUDITOR})
  static final class Why implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber callee = Inputs.number(context, number);
      Optional<Refusals.Listing> listing = context.law().store().refusals().why(callee);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("number", callee);
      fields.put("listed", listing.isPresent());
      listing.ifPresent(
          found -> {
            fields.put("manner", found.entry().manner());
            fields.put("at", found.entry().at());
            fields.put("source", found.source());
            fields.put("attempt", found.attemptId());
            fields.put("byAnotherNumber", found.byAnotherNumber());
            fields.put("entry", found.entry().id());
          });
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }
}
