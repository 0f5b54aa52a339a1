package dev.assent.dialer.cli.script;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.Hearing;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What callees hear, word for word, approved by a second person who heard it (C-22, R05). */
@CommandLine.Command(
    name = "script",
    subcommands = {
      ScriptSubmitCommand.class,
      ScriptListenCommand.class,
      ScriptApproveCommand.class,
      ScriptCommand.Retire.class,
      ScriptCommand.Listing.class,
      ScriptCommand.Show.class
    })
public final class ScriptCommand {
  /** Heard elsewhere by the approver's own word. */
  static final String NOT_PLAYED_HERE = "NOT_PLAYED_HERE";

  private static final String SELF_APPROVED = "SELF_APPROVED";

  private record Line(Script script, List<String> marks) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("script", line -> line.script().id()),
          new Column<>("version", line -> line.script().version()),
          new Column<>("locale", line -> line.script().locale()),
          new Column<>("state", line -> line.script().state()),
          new Column<>("author", line -> line.script().author()),
          new Column<>("approver", line -> line.script().approver()),
          new Column<>("mark", Line::marks),
          new Column<>("findings", line -> line.script().findings().size()),
          new Column<>("validTo", line -> line.script().validTo()),
          new Column<>("hash", line -> line.script().hash()));

  private ScriptCommand() {}

  static void print(EngineContext context, List<Script> scripts) {
    Registers registers = context.law().store().registers();
    Map<String, Map<String, Hearing>> heard =
        scripts.stream()
            .map(script -> Optional.ofNullable(script.approver()))
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.toMap(Function.identity(), registers.hearings()::of));
    new Printer(context.request(), context.terminal())
        .rows(COLUMNS, scripts.stream().map(script -> line(script, heard)).toList());
  }

  private static Line line(Script script, Map<String, Map<String, Hearing>> heard) {
    boolean elsewhere =
        heard.getOrDefault(String.valueOf(script.approver()), Map.of()).values().stream()
            .filter(hearing -> !hearing.playedHere())
            .map(Hearing::segment)
            .anyMatch(hash -> script.segments().stream().anyMatch(s -> s.hash().equals(hash)));
    List<String> marks =
        Stream.of(script.selfApproved() ? SELF_APPROVED : "", elsewhere ? NOT_PLAYED_HERE : "")
            .filter(mark -> !mark.isEmpty())
            .toList();
    return new Line(script, marks);
  }

  /** The newest version with this id. */
  public static Optional<Script> newest(Registers registers, String id) {
    return registers.scripts().stream()
        .filter(script -> script.id().equals(id))
        .max(Comparator.comparingInt(Script::version));
  }

  /**
   * A version of a script, or the newest.
   *
   * @throws UserError exit 2 when there is none
   */
  public static Script named(Registers registers, String id, @Nullable Integer version) {
    Optional<Script> found =
        version == null
            ? newest(registers, id)
            : registers.scripts().stream()
                .filter(script -> script.id().equals(id) && script.version() == version)
                .findFirst();
    String wanted = version == null ? id : id + " " + version;
    return found.orElseThrow(
        () ->
            new UserError(Exit.USAGE, Message.of("script.unknown", wanted), "assent script list"));
  }

  /** No call says it any more from the next one on. */
  @CommandLine.Command(name = "retire")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Retire implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "script")
    String id = "";

    @Option(names = "--version", paramLabel = "N")
    @Nullable Integer version;

    @Override
    public Exit run(EngineContext context) {
      Registers registers = context.law().store().registers();
      Script script = named(registers, id, version);
      Approving.change(() -> registers.retireScript(script.hash(), context.actor().name()));
      print(context, List.of(named(registers, id, script.version())));
      return Exit.DONE;
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      print(context, context.law().store().registers().scripts());
      return Exit.DONE;
    }
  }

  /** The words of one, and what was found about them. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Show implements EngineCommand {
    private record Said(String name, Segment segment, List<String> findings) {}

    private static final List<Column<Said>> SEGMENTS =
        List.of(
            new Column<>("segment", Said::name),
            new Column<>("text", said -> said.segment().text()),
            new Column<>("synthetic", said -> said.segment().synthetic()),
            new Column<>("prompt", said -> said.segment().promptId()),
            new Column<>("sha256", said -> said.segment().wavSha256()),
            new Column<>("findings", Said::findings));

    @Parameters(paramLabel = "ID", descriptionKey = "script")
    String id = "";

    @Option(names = "--version", paramLabel = "N")
    @Nullable Integer version;

    @Override
    public Exit run(EngineContext context) {
      Script script = named(context.law().store().registers(), id, version);
      new Printer(context.request(), context.terminal())
          .rows(SEGMENTS, script.segments().stream().map(s -> said(script, s)).toList());
      return Exit.DONE;
    }

    private static Said said(Script script, Segment segment) {
      String name = script.nameOf(segment);
      return new Said(
          name,
          segment,
          script.findings().stream()
              .filter(finding -> finding.segment().equals(name))
              .map(finding -> finding.kind() + ": " + finding.detail())
              .toList());
    }
  }
}
