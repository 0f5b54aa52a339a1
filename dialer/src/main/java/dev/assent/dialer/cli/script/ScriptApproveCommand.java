package dev.assent.dialer.cli.script;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.script.Hearing;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A second person has read and heard it, here or, by their signed word, in the file that {@code
 * listen --to} wrote.
 */
@CommandLine.Command(name = "approve")
@Needs(Role.COMPLIANCE)
final class ScriptApproveCommand implements EngineCommand {
  @Parameters(paramLabel = "ID", descriptionKey = "script")
  String id = "";

  @Option(names = "--version", paramLabel = "N")
  @Nullable Integer version;

  @Option(names = "--heard", paramLabel = "FILE")
  @Nullable Path heard;

  @Option(names = "--with-findings")
  boolean withFindings;

  @Override
  public Exit run(EngineContext context) throws IOException {
    Registers registers = context.law().store().registers();
    Script script = ScriptCommand.named(registers, id, version);
    if (!script.findings().isEmpty() && !withFindings) {
      throw new UserError(
          Exit.FINDINGS,
          Message.of("script.has_findings", id, script.findings().size()),
          "assent script show " + id);
    }
    if (heard != null) {
      state(context, script, Inputs.file(context, heard));
    }
    unheard(context, registers, script);
    Approval approval =
        Approving.sign(
            context,
            Approval.Kind.SCRIPT,
            script.hash(),
            (user, signature) -> registers.approveScript(script.hash(), user, signature));
    Approvals.print(context, id, approval);
    if (heard != null) {
      new Printer(context.request(), context.terminal())
          .warn("script.not_played", ScriptCommand.NOT_PLAYED_HERE);
    }
    return Exit.DONE;
  }

  private void unheard(EngineContext context, Registers registers, Script script) {
    List<String> missing =
        registers.hearings().unheard(script, context.actor().name()).stream()
            .map(script::nameOf)
            .toList();
    if (!missing.isEmpty()) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("script.unheard", context.actor().name(), String.join(", ", missing)),
          "assent script listen " + id);
    }
  }

  /** The person's signed word for what this machine did not play to them. */
  private void state(EngineContext context, Script script, Path file) throws IOException {
    Registers registers = context.law().store().registers();
    byte[] wav = ScriptSound.wav(script, script.segments(), context.law().prompts());
    if (!Arrays.equals(Files.readAllBytes(file), wav)) {
      throw new UserError(
          Exit.USAGE,
          Message.of("script.other_sound", file),
          "assent script listen " + id + " --to " + file);
    }
    Person person =
        context
            .actor()
            .person()
            .orElseThrow(() -> new UserError(Exit.NOT_PERMITTED, Message.of("script.who"), null));
    String name = person.user().name();
    if (!(registers.user(name) instanceof Found.Present(User user))) {
      throw new IllegalStateException("a user of the keyset is not registered");
    }
    List<Segment> segments = registers.hearings().unheard(script, name);
    if (segments.isEmpty()) {
      return;
    }
    String sha256 = ScriptSound.sha256(wav);
    byte[] signature = person.key().sign(Hearing.statement(script.hash(), sha256, name));
    Approving.change(
        () -> registers.hearings().elsewhere(script, segments, user, sha256, signature));
  }
}
