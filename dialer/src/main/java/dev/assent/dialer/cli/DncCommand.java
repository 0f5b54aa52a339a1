package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.Refusals;
import dev.assent.compliance.store.Refused;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People who are not to be called (A-26, R20). */
@CommandLine.Command(
    name = "dnc",
    subcommands = {DncCommand.Add.class, DncCommand.Why.class, DncCommand.Listing.class})
final class DncCommand {

  /** Which calls a refusal stops; all of them unless something narrower is said. */
  static final class Reach {
    @Option(names = "--scope", paramLabel = "SCOPE", descriptionKey = "scope")
    DncScope scope = DncScope.CONTROLLER;

    @Option(names = "--purpose", paramLabel = "PURPOSE", split = ",", descriptionKey = "purpose")
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);

    @Option(names = "--line", paramLabel = "NUMBER", descriptionKey = "line")
    @Nullable String line;

    DncReach in(EngineContext context) throws IOException {
      return new DncReach(
          scope, purposes, line == null ? null : Inputs.number(context, line).e164());
    }
  }

  /**
   * @throws UserError exit 2 when it has no zone, or is still to come
   */
  static Instant at(EngineContext context, @Nullable String given) {
    Instant now = context.clock().instant();
    if (given == null) {
      return now;
    }
    try {
      Instant at = OffsetDateTime.parse(given).toInstant();
      if (!at.isAfter(now)) {
        return at;
      }
    } catch (DateTimeException notSo) {
      // Said below.
    }
    throw new UserError(Exit.USAGE, Message.of("dnc.bad_time", given), null);
  }

  /** A refusal that reached us by another way than a key. What rings for it now is cancelled. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--manner", paramLabel = "MANNER", required = true)
    Manner manner = Manner.MAIL;

    @Option(names = "--at", paramLabel = "TIME")
    @Nullable String at;

    @CommandLine.Mixin Reach reach = new Reach();

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber callee = Inputs.number(context, number);
      DncReach wanted = reach.in(context);
      Refused refused =
          context
              .law()
              .store()
              .refusals()
              .add(
                  callee,
                  new OptOut(manner, at(context, at), null, null, null),
                  wanted,
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

  /** Everything that stands against calling a number, and since when. */
  @CommandLine.Command(name = "why")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.AUDITOR})
  static final class Why implements EngineCommand {
    private static final List<Column<Refusals.Listing>> COLUMNS =
        List.of(
            new Column<>("manner", listing -> listing.entry().manner()),
            new Column<>("at", listing -> listing.entry().at()),
            new Column<>("source", Refusals.Listing::source),
            new Column<>("by", Refusals.Listing::actor),
            new Column<>("scope", listing -> listing.entry().reach().scope()),
            new Column<>("purposes", listing -> listing.entry().reach().purposes()),
            new Column<>("line", listing -> listing.entry().reach().line()),
            new Column<>("attempt", Refusals.Listing::attemptId),
            new Column<>("byAnotherNumber", Refusals.Listing::byAnotherNumber),
            new Column<>("entry", listing -> listing.entry().id()));

    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber callee = Inputs.number(context, number);
      var printer = new Printer(context.request(), context.terminal());
      List<Refusals.Listing> listings = context.law().store().refusals().why(callee);
      printer.rows(COLUMNS, listings);
      printer.say(listings.isEmpty() ? "dnc.not_listed" : "dnc.listed", callee, listings.size());
      return Exit.DONE;
    }
  }

  /** How many refusals there are, by the way they came. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    private static final List<Column<Refusals.Count>> COLUMNS =
        List.of(
            new Column<>("manner", Refusals.Count::manner),
            new Column<>("source", Refusals.Count::source),
            new Column<>("scope", Refusals.Count::scope),
            new Column<>("purposes", Refusals.Count::purposes),
            new Column<>("entries", Refusals.Count::entries),
            new Column<>("first", Refusals.Count::first),
            new Column<>("last", Refusals.Count::last));

    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().refusals().counts());
      return Exit.DONE;
    }
  }
}
