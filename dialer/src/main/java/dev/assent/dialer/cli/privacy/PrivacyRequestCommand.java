package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.RequestChannel;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsClock;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.privacy.RightsRequests;
import dev.assent.compliance.store.privacy.RightsRequests.Intake;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Requests by a right of the person's: taken in, with their clocks, and answered (R57). */
@CommandLine.Command(
    name = "request",
    subcommands = {
      PrivacyRequestCommand.Add.class,
      PrivacyRequestCommand.Listing.class,
      PrivacyRequestCommand.Show.class,
      PrivacyRequestCommand.Answer.class
    })
final class PrivacyRequestCommand {
  private static final int LONGEST_CHECK = 500;

  private PrivacyRequestCommand() {}

  private static RightsRequests requests(EngineContext context) {
    return context.law().store().rights();
  }

  private static void show(EngineContext context, RightsRequest request) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", request.id());
    fields.put("kind", request.kind());
    fields.put("channel", request.channel());
    fields.put("person", request.person());
    fields.put("receivedAt", request.receivedAt());
    fields.put("identityCheck", request.identityCheck());
    fields.put("due", request.deadline().due());
    fields.put("dueByLaw", request.deadline().outer());
    fields.put("calendars", request.deadline().calendars());
    fields.put("state", request.state());
    fields.put("alarm", request.alarm(context.clock().instant()));
    fields.put("result", request.result());
    fields.put("repliedAt", request.repliedAt());
    fields.put("answeredBy", request.answeredBy());
    fields.put("takenBy", request.takenBy());
    new Printer(context.request(), context.terminal()).fields(fields);
  }

  /** Takes one in. From then on the person's data is used only as far as the request allows. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "kind")
    RightKind kind = RightKind.ACCESS;

    @Option(
        names = "--channel",
        paramLabel = "CHANNEL",
        required = true,
        descriptionKey = "channel")
    RequestChannel channel = RequestChannel.PHONE;

    @Option(names = "--identity", paramLabel = "TEXT", required = true, descriptionKey = "identity")
    String identity = "";

    @Option(names = "--received", paramLabel = "TIME", descriptionKey = "received")
    @Nullable String received;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "note")
    String note = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      if (identity.isBlank() || identity.length() > LONGEST_CHECK) {
        throw new UserError(Exit.USAGE, Message.of("privacy.identity", LONGEST_CHECK), null);
      }
      Instant at = received(context);
      Store store = context.law().store();
      RightsRequest request =
          store
              .rights()
              .add(
                  person,
                  new Intake(kind, channel, at, identity),
                  clock(context).deadline(kind, at),
                  note,
                  context.actor().name());
      if (kind == RightKind.WITHDRAW) {
        store
            .grants()
            .withdraw(person, GrantScope.CALL, Set.of(), channel.manner(), context.actor().name());
      }
      show(context, request);
      return Exit.DONE;
    }

    private Instant received(EngineContext context) {
      Instant now = context.clock().instant();
      if (received == null) {
        return now;
      }
      try {
        Instant at = Instant.parse(received);
        if (!at.isAfter(now)) {
          return at;
        }
      } catch (DateTimeParseException e) {
        // Told below, together with a time that has not come.
      }
      throw new UserError(Exit.USAGE, Message.of("privacy.received", now), null);
    }

    private static RightsClock clock(EngineContext context) {
      try {
        return new RightsClock(context.law().book(), context.calls().config().region());
      } catch (IllegalArgumentException e) {
        throw new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), "assent policy list");
      }
    }
  }

  /** Those that were taken in. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Option(names = "--open", descriptionKey = "open")
    boolean open;

    @Override
    public Exit run(EngineContext context) {
      Instant now = context.clock().instant();
      List<Column<RightsRequest>> columns =
          List.of(
              new Column<>("id", RightsRequest::id),
              new Column<>("kind", RightsRequest::kind),
              new Column<>("channel", RightsRequest::channel),
              new Column<>("receivedAt", RightsRequest::receivedAt),
              new Column<>("due", request -> request.deadline().due()),
              new Column<>("dueByLaw", request -> request.deadline().outer()),
              new Column<>("state", RightsRequest::state),
              new Column<>("alarm", request -> request.alarm(now)),
              new Column<>("repliedAt", RightsRequest::repliedAt));
      new Printer(context.request(), context.terminal())
          .rows(columns, requests(context).list(open));
      return Exit.DONE;
    }
  }

  /** One of them. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Override
    public Exit run(EngineContext context) {
      show(
          context,
          requests(context)
              .find(id)
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.USAGE,
                          Message.of("privacy.no_request", id),
                          "assent privacy request list")));
      return Exit.DONE;
    }
  }

  /** Says that the person was answered. */
  @CommandLine.Command(name = "answer")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN})
  static final class Answer implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "id")
    UUID id = new UUID(0, 0);

    @Option(names = "--result", paramLabel = "TEXT", descriptionKey = "result")
    @Nullable String result;

    @Option(names = "--refuse", paramLabel = "WHY", descriptionKey = "refuse")
    @Nullable String refuse;

    @Override
    public Exit run(EngineContext context) {
      String said = refuse == null ? result : refuse;
      if ((refuse == null) == (result == null) || said == null || said.isBlank()) {
        throw new UserError(Exit.USAGE, Message.of("privacy.answer"), null);
      }
      Approving.change(
          () ->
              show(
                  context,
                  requests(context).answer(id, refuse != null, said, context.actor().name())));
      return Exit.DONE;
    }
  }
}
