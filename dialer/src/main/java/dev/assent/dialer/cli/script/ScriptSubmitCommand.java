package dev.assent.dialer.cli.script;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.ScriptFile;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SoundIntake;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.ScriptSounds;
import dev.assent.media.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Brings a script for approval. Its recordings are made ready for the telephone first: that sound
 * is what is heard, approved and played.
 */
@CommandLine.Command(name = "submit")
@Needs({Role.OPERATOR, Role.COMPLIANCE})
final class ScriptSubmitCommand implements EngineCommand {
  /** Who speaks a replaced segment. */
  enum Voice {
    PERSON,
    MACHINE
  }

  @Parameters(paramLabel = "FILE|ID", descriptionKey = "file")
  String file = "";

  @Option(names = "--from", paramLabel = "VERSION")
  @Nullable Integer from;

  @Option(names = "--replace", paramLabel = "SEGMENT=FILE")
  Map<String, String> replacements = new LinkedHashMap<>();

  @Option(names = "--voice", paramLabel = "VOICE")
  @Nullable Voice voice;

  @Option(names = "--sector", paramLabel = "LIST")
  List<String> sectors = new ArrayList<>();

  @Override
  public Exit run(EngineContext context) throws IOException {
    if ((from == null) != replacements.isEmpty() || (voice != null && from == null)) {
      throw new UserError(Exit.USAGE, Message.of("script.replace_form"), null);
    }
    Submission submission = from == null ? newScript(context) : nextVersion(context, from);
    Script script = context.law().bannedWords().checked(submission.script(), sectors);
    checkPrompts(script, submission.sounds().ids(), context.law().prompts());
    submission.sounds().keep();
    Registers registers = context.law().store().registers();
    Approving.change(() -> registers.addScript(script, context.actor().name()));
    ScriptCommand.print(
        context, List.of(ScriptCommand.named(registers, script.id(), script.version())));
    Printer printer = new Printer(context.request(), context.terminal());
    script
        .findings()
        .forEach(
            finding ->
                printer.warn(
                    "script.finding", finding.segment(), finding.kind(), finding.detail()));
    return Exit.DONE;
  }

  private record Submission(Script script, ScriptSounds sounds) {}

  private Submission newScript(EngineContext context) throws IOException {
    Path path = Inputs.file(context, Path.of(file));
    ScriptSounds sounds =
        context.law().sounds(Objects.requireNonNull(path.toAbsolutePath().getParent()));
    Script script = ScriptFile.read(path, context.actor().name(), sounds);
    registeredAlready(context, script)
        .ifPresent(
            _ -> {
              throw new UserError(
                  Exit.USAGE,
                  Message.of("script.version_taken", script.id(), script.version()),
                  "assent script list");
            });
    return new Submission(script, sounds);
  }

  private static Optional<Script> registeredAlready(EngineContext context, Script script) {
    return context.law().store().registers().scripts().stream()
        .filter(other -> other.id().equals(script.id()) && other.version() == script.version())
        .filter(other -> !other.hash().equals(script.hash()))
        .findFirst();
  }

  /** The same words, some recorded anew; what did not change stays heard and approved. */
  private Submission nextVersion(EngineContext context, int version) {
    Registers registers = context.law().store().registers();
    Script old = ScriptCommand.named(registers, file, version);
    ScriptSounds sounds = context.law().sounds(context.request().resolve(Path.of("")));
    List<Script.Finding> findings = new ArrayList<>();
    old.findings().stream()
        .filter(finding -> !replacements.containsKey(finding.segment()))
        .filter(finding -> !finding.kind().startsWith("BANNED_")) // these are looked for anew
        .forEach(findings::add);
    Map<Segment, Segment> anew = new LinkedHashMap<>();
    replacements.forEach(
        (name, recording) -> {
          Segment segment = segment(old, name);
          SoundIntake.Taken taken = take(sounds, recording, old.locale(), segment);
          taken
              .findings()
              .forEach(
                  remark -> findings.add(new Script.Finding(name, remark.kind(), remark.detail())));
          anew.put(
              segment,
              new Segment(
                  segment.type(),
                  taken.promptId(),
                  segment.text(),
                  taken.sha256(),
                  voice == null ? segment.synthetic() : voice == Voice.MACHINE));
        });
    int next = ScriptCommand.newest(registers, file).orElse(old).version() + 1;
    Script script =
        old.next(
            next,
            context.actor().name(),
            old.segments().stream().map(segment -> anew.getOrDefault(segment, segment)).toList());
    script.mandatory().stream()
        .filter(type -> script.segments(type).isEmpty())
        .findFirst()
        .ifPresent(
            type -> {
              throw new UserError(Exit.CONFIG, Message.of("script.lacks", type), null);
            });
    return new Submission(script.checked(findings, ""), sounds);
  }

  private static SoundIntake.Taken take(
      ScriptSounds sounds, String recording, String locale, Segment segment) {
    try {
      return sounds.take(recording, locale, segment.text());
    } catch (IllegalArgumentException e) {
      throw new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), null);
    }
  }

  /**
   * A segment by its name.
   *
   * @throws UserError exit 2 naming those there are
   */
  static Segment segment(Script script, String name) {
    return script
        .named(name)
        .orElseThrow(
            () ->
                new UserError(
                    Exit.USAGE,
                    Message.of(
                        "script.no_segment",
                        name,
                        String.join(", ", script.segments().stream().map(script::nameOf).toList())),
                    null));
  }

  private void checkPrompts(Script script, Set<String> fresh, PromptShelf prompts) {
    for (Segment segment : script.segments()) {
      if (fresh.contains(segment.promptId())) {
        continue;
      }
      Prompt prompt =
          prompts
              .find(segment.promptId())
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.CONFIG,
                          Message.of("script.no_prompt", file, segment.type(), segment.promptId()),
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
