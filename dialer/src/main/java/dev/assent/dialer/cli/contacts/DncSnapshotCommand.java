package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.compliance.store.suppression.SuppressionLists;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists of others: registers, protected lines, numbers that changed hands (R13, R14, R21). */
@CommandLine.Command(
    name = "snapshot",
    subcommands = {DncSnapshotCommand.Add.class, DncSnapshotCommand.Listing.class})
final class DncSnapshotCommand {

  /** Takes a version of a list as its publisher gave it; it replaces the one before at once. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Option(names = "--list", paramLabel = "NAME", required = true)
    String list = "";

    @Option(names = "--kind", paramLabel = "KIND", required = true)
    ListKind kind = ListKind.NATIONAL;

    @Option(
        names = "--version",
        paramLabel = "VERSION",
        required = true,
        descriptionKey = "edition")
    String version = "";

    @Option(names = "--fetched", paramLabel = "TIME", required = true)
    String fetched = "";

    @Option(names = "--valid-to", paramLabel = "TIME", descriptionKey = "valid_to")
    @Nullable String validTo;

    @Option(names = "--accept-unreadable", paramLabel = "N", descriptionKey = "unreadable")
    long acceptUnreadable;

    @Override
    public Exit run(EngineContext context) throws IOException {
      if (kind == ListKind.REFUSALS) {
        throw new UserError(Exit.USAGE, Message.of("list.own"), "assent dnc import");
      }
      Path source = Inputs.file(context, file);
      ListTitle title = Arguments.parse("--list", list, name -> new ListTitle(name, kind, version));
      return NumberListImport.run(
          context,
          source,
          new ListTerms(
              title,
              DncCommand.at(context, fetched),
              end(),
              null,
              NumberListImport.sha256(source),
              0),
          acceptUnreadable);
    }

    private @Nullable Instant end() {
      return validTo == null ? null : Arguments.parse("--valid-to", validTo, Add::instant);
    }

    private static Instant instant(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("a time with its zone", e);
      }
    }
  }

  /** The lists in force; with {@code --verify} each is read to its end. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Option(names = "--verify")
    boolean verify;

    private record Row(ListInForce list, String state) {}

    private static final List<Column<Row>> COLUMNS =
        List.of(
            new Column<>("list", row -> row.list().name()),
            new Column<>("kind", row -> row.list().terms().title().kind()),
            new Column<>("version", row -> row.list().terms().title().version()),
            new Column<>("entries", row -> row.list().entries()),
            new Column<>("fetched", row -> row.list().terms().fetchedAt()),
            new Column<>("validTo", row -> row.list().terms().validTo()),
            new Column<>("at", row -> row.list().at()),
            new Column<>("by", row -> row.list().actor()),
            new Column<>("leftOut", row -> row.list().terms().leftOut()),
            new Column<>("seal", row -> row.list().seal()),
            new Column<>("state", Row::state));

    /** Exit 7 when a list that was read is not as it was sealed. */
    @Override
    public Exit run(EngineContext context) {
      SuppressionLists lists = context.law().store().suppression();
      List<Row> rows =
          lists.inForce().stream().map(list -> new Row(list, state(lists, list))).toList();
      new Printer(context.request(), context.terminal()).rows(COLUMNS, rows);
      boolean damaged = rows.stream().anyMatch(row -> row.state().startsWith("UNREADABLE"));
      return damaged ? Exit.INTEGRITY : Exit.DONE;
    }

    private String state(SuppressionLists lists, ListInForce list) {
      if (!verify) {
        return "IN_FORCE";
      }
      return switch (lists.verify(list)) {
        case Found.Present<Long> _ -> "VERIFIED";
        case Found.Absent<Long> _ -> "UNREADABLE";
        case Found.Unreadable<Long>(String why) -> "UNREADABLE: " + why;
      };
    }
  }
}
