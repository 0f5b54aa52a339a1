package dev.assent.dialer.cli;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.ScriptFile;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.media.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** What callees hear, word for word, approved by a second person (C-22, R05). */
@CommandLine.Command(
    name = "script",
    subcommands = {
      ScriptCommand.Add.class,
      ScriptCommand.Approve.class,
      ScriptCommand.Listing.class,
      ScriptCommand.Show.class
    })
final class ScriptCommand {
  private static final List<Column<Script>> COLUMNS =
      List.of(
          new Column<>("script", Script::id),
          new Column<>("version", Script::version),
          new Column<>("locale", Script::locale),
          new Column<>("state", Script::state),
          new Column<>("author", Script::author),
          new Column<>("approver", Script::approver),
          new Column<>("mark", script -> script.selfApproved() ? "SELF_APPROVED" : ""),
          new Column<>("validTo", Script::validTo),
          new Column<>("hash", Script::hash));

  /** The newest version with this id. */
  static Optional<Script> newest(Registers registers, String id) {
    return registers.scripts().stream()
        .filter(script -> script.id().equals(id))
        .max(Comparator.comparingInt(Script::version));
  }

  private static Script named(Registers registers, String id) {
    return newest(registers, id)
        .orElseThrow(
            () ->
                new UserError(Exit.USAGE, Message.of("script.unknown", id), "assent script list"));
  }

  /** Brings a script for approval; its prompts must be the files in this home. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      Script script = ScriptFile.read(Inputs.file(context, file), context.actor().name());
      checkPrompts(script, context.law().prompts());
      Registers registers = context.law().store().registers();
      Approving.change(() -> registers.addScript(script, context.actor().name()));
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, List.of(named(registers, script.id())));
      return Exit.DONE;
    }

    private void checkPrompts(Script script, PromptShelf prompts) {
      for (Segment segment : script.segments()) {
        Prompt prompt =
            prompts
                .find(segment.promptId())
                .orElseThrow(
                    () ->
                        new UserError(
                            Exit.CONFIG,
                            Message.of(
                                "script.no_prompt", file, segment.type(), segment.promptId()),
                            null));
        if (!prompt.wavSha256().equals(segment.wavSha256())) {
          throw new UserError(
              Exit.CONFIG,
              Message.of(
                  "script.other_prompt",
                  file,
                  segment.type(),
                  segment.promptId(),
                  prompt.wavSha256()),
              null);
        }
      }
    }
  }

  /** A second person has read and heard it. */
  @CommandLine.Command(name = "approve")
  @Needs(Role.COMPLIANCE)
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "ID", descriptionKey = "script")
    String id = "";

    @Override
    public Exit run(EngineContext context) {
      Registers registers = context.law().store().registers();
      String hash = named(registers, id).hash();
      Approval approval =
          Approving.sign(
              context,
              Approval.Kind.SCRIPT,
              hash,
              (user, signature) -> registers.approveScript(hash, user, signature));
      Approvals.print(context, id, approval);
      return Exit.DONE;
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().registers().scripts());
      return Exit.DONE;
    }
  }

  /** The words of one. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Show implements EngineCommand {
    private static final List<Column<Segment>> SEGMENTS =
        List.of(
            new Column<>("type", Segment::type),
            new Column<>("prompt", Segment::promptId),
            new Column<>("text", Segment::text),
            new Column<>("sha256", Segment::wavSha256));

    @Parameters(paramLabel = "ID", descriptionKey = "script")
    String id = "";

    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(SEGMENTS, named(context.law().store().registers(), id).segments());
      return Exit.DONE;
    }
  }
}
