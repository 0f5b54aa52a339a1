package dev.assent.dialer.cli.users;

import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Who has what, since when, and what they did with it: for the periodic review (C-18). */
@CommandLine.Command(name = "review")
@Needs({Role.COMPLIANCE, Role.SECURITY, Role.AUDITOR})
final class UserReviewCommand implements EngineCommand {
  private static final Duration LATELY = Duration.ofDays(90);

  private record Line(
      User user,
      @Nullable Instant since,
      boolean codeDevice,
      @Nullable Instant lastSignIn,
      long reveals,
      long plays,
      @Nullable String frozen) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("user", line -> line.user().name()),
          new Column<>("roles", line -> line.user().roles().stream().sorted().toList()),
          new Column<>("since", Line::since),
          new Column<>("codeDevice", Line::codeDevice),
          new Column<>("lastSignIn", Line::lastSignIn),
          new Column<>("reveals90d", Line::reveals),
          new Column<>("plays90d", Line::plays),
          new Column<>("frozen", Line::frozen));

  @Override
  public Exit run(EngineContext context) {
    OperatorKeys keys = context.keys();
    Accesses accesses = context.law().store().accesses();
    Instant lately = context.clock().instant().minus(LATELY);
    List<Line> lines =
        keys.users().stream().map(user -> line(user, keys, accesses, lately)).toList();
    var printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, lines);
    printer.say("user.reviewed", lines.size());
    return Exit.DONE;
  }

  private static Line line(User user, OperatorKeys keys, Accesses accesses, Instant lately) {
    String name = user.name();
    return new Line(
        user,
        accesses.namedSince(name).orElse(null),
        keys.totp(name).isPresent(),
        accesses.lastSignIn(name).orElse(null),
        accesses.count(name, Access.Kind.REVEAL, lately),
        accesses.count(name, Access.Kind.PLAY, lately),
        accesses.freezeOf(name).map(Accesses.Freeze::cause).orElse(null));
  }
}
