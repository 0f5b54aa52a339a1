package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.compliance.store.suppression.SuppressionLists;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People who are not to be called (A-26, R20). */
@CommandLine.Command(
    name = "dnc",
    subcommands = {
      DncCommand.Add.class,
      DncCommand.Why.class,
      DncCommand.Listing.class,
      DncImportCommand.class,
      DncSnapshotCommand.class,
      DncInboxCommand.class
    })
public final class DncCommand {

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
    private static final List<Column<Against>> COLUMNS =
        List.of(
            new Column<>("number", Against::number),
            new Column<>("manner", Against::manner),
            new Column<>("at", Against::at),
            new Column<>("source", Against::source),
            new Column<>("by", Against::by),
            new Column<>(
                "scope", against -> against.reach() == null ? null : against.reach().scope()),
            new Column<>(
                "purposes", against -> against.reach() == null ? null : against.reach().purposes()),
            new Column<>(
                "line", against -> against.reach() == null ? null : against.reach().line()),
            new Column<>("attempt", Against::attempt),
            new Column<>("byAnotherNumber", Against::byAnotherNumber),
            new Column<>("entry", Against::entry));

    /** One number, or one in each line of a file. */
    static final class Whose {
      @Parameters(paramLabel = "NUMBER", arity = "0..1", descriptionKey = "number")
      @Nullable String number;

      @Option(names = "--file", paramLabel = "FILE", descriptionKey = "file")
      @Nullable Path file;
    }

    @ArgGroup(multiplicity = "1")
    Whose whose = new Whose();

    @Override
    public Exit run(EngineContext context) throws IOException {
      Path file = whose.file;
      List<PhoneNumber> callees =
          file == null
              ? List.of(Inputs.number(context, String.valueOf(whose.number)))
              : Inputs.numbers(context, file);
      List<Against> against = new ArrayList<>();
      int listed = 0;
      for (PhoneNumber callee : callees) {
        List<Against> its = against(context.law().store(), callee);
        against.addAll(its);
        listed += its.isEmpty() ? 0 : 1;
      }
      var printer = new Printer(context.request(), context.terminal());
      printer.rows(COLUMNS, against);
      if (file != null) {
        printer.say("dnc.listed_of", listed, callees.size());
      } else {
        printer.say(
            listed == 0 ? "dnc.not_listed" : "dnc.listed", callees.getFirst(), against.size());
      }
      return Exit.DONE;
    }

    private static List<Against> against(Store store, PhoneNumber callee) {
      List<Against> all = new ArrayList<>();
      store.refusals().why(callee).forEach(listing -> all.add(Against.of(callee, listing)));
      store.suppression().naming(callee).forEach(named -> all.add(Against.of(callee, named)));
      return all;
    }
  }

  /**
   * One thing that stands against calling a number, and its proof: the entry of the journal.
   *
   * @param manner how the refusal came, or what kind of list it is
   * @param at when it was said, or the day the list has; null when it has none
   */
  private record Against(
      PhoneNumber number,
      String manner,
      @Nullable Object at,
      String source,
      String by,
      @Nullable DncReach reach,
      @Nullable UUID attempt,
      boolean byAnotherNumber,
      @Nullable UUID entry) {
    static Against of(PhoneNumber number, Refusals.Listing listing) {
      return new Against(
          number,
          listing.entry().manner().name(),
          listing.entry().at(),
          listing.source(),
          listing.actor(),
          listing.entry().reach(),
          listing.attemptId(),
          listing.byAnotherNumber(),
          listing.entry().id());
    }

    static Against of(PhoneNumber number, Found<SuppressionLists.Named> found) {
      return switch (found) {
        case Found.Present<SuppressionLists.Named>(var named) -> {
          ListInForce list = named.list();
          ListTerms.Bulk bulk = list.terms().refusals();
          yield new Against(
              number,
              bulk == null ? list.terms().title().kind().name() : bulk.manner().name(),
              named.entry().day(),
              list.mark(),
              list.actor(),
              bulk == null ? null : bulk.reach(),
              null,
              false,
              list.id());
        }
        case Found.Absent<SuppressionLists.Named> _ -> unreadable(number, "");
        case Found.Unreadable<SuppressionLists.Named>(String why) -> unreadable(number, why);
      };
    }

    private static Against unreadable(PhoneNumber number, String why) {
      return new Against(number, "UNREADABLE", null, why, "", null, null, false, null);
    }
  }

  /** How many refusals there are, by the way they came. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    private static final List<Column<Counted>> COLUMNS =
        List.of(
            new Column<>("manner", Counted::manner),
            new Column<>("source", Counted::source),
            new Column<>("scope", Counted::scope),
            new Column<>("purposes", Counted::purposes),
            new Column<>("entries", Counted::entries),
            new Column<>("first", Counted::first),
            new Column<>("last", Counted::last));

    private record Counted(
        String manner,
        String source,
        String scope,
        String purposes,
        long entries,
        Instant first,
        Instant last) {}

    @Override
    public Exit run(EngineContext context) {
      Store store = context.law().store();
      List<Counted> counts = new ArrayList<>();
      store
          .refusals()
          .counts()
          .forEach(
              count ->
                  counts.add(
                      new Counted(
                          count.manner().name(),
                          count.source(),
                          count.scope().name(),
                          count.purposes(),
                          count.entries(),
                          count.first(),
                          count.last())));
      store.suppression().inForce().forEach(list -> counts.add(counted(list)));
      new Printer(context.request(), context.terminal()).rows(COLUMNS, counts);
      return Exit.DONE;
    }

    private static Counted counted(ListInForce list) {
      ListTerms.Bulk bulk = list.terms().refusals();
      return new Counted(
          bulk == null ? list.terms().title().kind().name() : bulk.manner().name(),
          list.mark(),
          bulk == null ? "" : bulk.reach().scope().name(),
          bulk == null ? "" : String.join(",", names(bulk.reach().purposes())),
          list.entries(),
          list.terms().fetchedAt(),
          list.at());
    }

    private static List<String> names(Set<Purpose> purposes) {
      return purposes.stream().map(Purpose::name).sorted().toList();
    }
  }
}
