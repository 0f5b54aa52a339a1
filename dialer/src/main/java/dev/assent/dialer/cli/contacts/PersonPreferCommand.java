package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Somebody says when they are not to be called (R29): by any campaign, whatever list they are in,
 * in place of what they said before. Less than before takes COMPLIANCE or LEGAL.
 */
@CommandLine.Command(name = "prefer")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.LEGAL})
final class PersonPreferCommand implements EngineCommand {
  @Mixin PersonMarkCommands.Word word = new PersonMarkCommands.Word();

  @Option(names = "--quiet-times", paramLabel = "TIMES", required = true, descriptionKey = "quiet")
  String quiet = "";

  @Override
  public Exit run(EngineContext context) throws IOException {
    QuietTimes times;
    try {
      times = quiet.equals("none") ? QuietTimes.NONE : QuietTimes.parse(quiet);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          Exit.USAGE, Message.of("person.quiet_times", String.valueOf(e.getMessage())), null);
    }
    PhoneNumber number = Inputs.number(context, word.number);
    SubjectState state;
    try {
      state =
          context
              .law()
              .store()
              .subjects()
              .prefer(
                  number,
                  times,
                  word.request,
                  word.reason,
                  context.actor().person().orElseThrow().user().access());
    } catch (NotAllowed e) {
      throw Approving.refused(e);
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("number", number);
    fields.put("quietTimes", state.quiet().written());
    new Printer(context.request(), context.terminal()).fields(fields);
    return Exit.DONE;
  }
}
