package dev.assent.dialer.cli.script;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.media.prompt.Loudspeaker;
import dev.assent.media.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Plays a script exactly as calls do, on the sound device of the engine's machine, and writes down
 * who heard which segment to its end; or writes the sound to a file.
 */
@CommandLine.Command(name = "listen")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class ScriptListenCommand implements EngineCommand {
  private record Line(String segment, Prompt prompt, String heard) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("segment", Line::segment),
          new Column<>("seconds", line -> line.prompt().slots() / 50.0),
          new Column<>("heard", Line::heard));

  @Parameters(paramLabel = "ID", descriptionKey = "script")
  String id = "";

  @Option(names = "--version", paramLabel = "N")
  @Nullable Integer version;

  @Option(names = "--segment", paramLabel = "SEGMENT")
  @Nullable String segment;

  @Option(names = "--to", paramLabel = "FILE")
  @Nullable Path to;

  @Override
  public Exit run(EngineContext context) throws IOException {
    Registers registers = context.law().store().registers();
    PromptShelf prompts = context.law().prompts();
    Script script = ScriptCommand.named(registers, id, version);
    List<Segment> wanted =
        segment == null ? script.segments() : List.of(ScriptSubmitCommand.segment(script, segment));
    if (to != null) {
      byte[] wav = ScriptSound.wav(script, wanted, prompts);
      Files.write(context.request().resolve(to), wav);
      new Printer(context.request(), context.terminal())
          .rows(
              COLUMNS,
              wanted.stream().map(s -> line(script, s, prompts, String.valueOf(to))).toList());
      return Exit.DONE;
    }
    return play(context, script, wanted);
  }

  private Exit play(EngineContext context, Script script, List<Segment> wanted) {
    AtomicBoolean stop = new AtomicBoolean();
    context.terminal().interrupts().onInterrupt(_ -> stop.set(true));
    PromptShelf prompts = context.law().prompts();
    Registers registers = context.law().store().registers();
    List<Line> lines = new ArrayList<>();
    for (Segment one : wanted) {
      boolean ended = false;
      if (!stop.get()) {
        new Printer(context.request(), context.terminal())
            .say("script.playing", script.nameOf(one), one.text());
        ended = played(ScriptSound.of(script, one, prompts), stop);
      }
      if (ended) {
        registers.hearings().here(one, context.actor().name());
      }
      lines.add(line(script, one, prompts, ended ? "TO_THE_END" : "NOT_HEARD"));
    }
    new Printer(context.request(), context.terminal()).rows(COLUMNS, lines);
    return stop.get() ? Exit.INTERRUPTED : Exit.DONE;
  }

  private boolean played(Prompt prompt, AtomicBoolean stop) {
    try {
      return Loudspeaker.play(prompt, stop::get);
    } catch (Loudspeaker.NotThere _) {
      throw new UserError(
          Exit.FAILED,
          Message.of("script.no_device"),
          "assent script listen " + id + " --to script.wav");
    }
  }

  private static Line line(Script script, Segment segment, PromptShelf prompts, String heard) {
    return new Line(script.nameOf(segment), ScriptSound.of(script, segment, prompts), heard);
  }
}
