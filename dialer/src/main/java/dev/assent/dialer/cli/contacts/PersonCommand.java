package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.contact.Persons;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People, as far as they are known here; each is named by a number of theirs. */
@CommandLine.Command(
    name = "person",
    subcommands = {
      PersonCommand.Show.class,
      PersonCommand.Merge.class,
      PersonCommand.Split.class,
      PersonCommand.Settle.class,
      PersonPreferCommand.class,
      PersonMarkCommands.FlagSet.class,
      PersonMarkCommands.FlagClear.class,
      PersonMarkCommands.Restrict.class,
      PersonMarkCommands.Release.class
    })
public final class PersonCommand {
  private static final int LONGEST_REASON = 200;

  /** All that is known, masked. */
  @CommandLine.Command(name = "show")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Show implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      Persons.Shown shown =
          context
              .law()
              .store()
              .persons()
              .show(person)
              .orElseThrow(
                  () -> new UserError(Exit.USAGE, Message.of("person.unknown", person), null));
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("person", shown.id());
      fields.put("mergedWith", shown.others());
      fields.put(
          "contacts",
          shown.contacts().stream()
              .map(
                  contact ->
                      (contact.number() + " " + contact.name()).strip()
                          + said(contact)
                          + " (batch "
                          + contact.batch()
                          + ", expires "
                          + contact.expiresAt()
                          + ")")
              .toList());
      fields.put(
          "consents",
          shown.grants().stream()
              .map(grant -> grant.scope() + (grant.withdrawnAt() == null ? "" : " withdrawn"))
              .toList());
      fields.put(
          "refusals",
          shown.refusals().stream().map(entry -> entry.manner() + " " + entry.at()).toList());
      fields.put("restrictions", shown.state().restrictions());
      fields.put("flags", shown.state().flags());
      fields.put("quietTimes", shown.state().quiet().written());
      fields.put(
          "disputes",
          shown.disputes().stream()
              .map(dispute -> dispute.kind() + " " + dispute.foundAt() + " " + dispute.foundBy())
              .toList());
      fields.put("calls", shown.calls());
      fields.put("lastCall", shown.lastCall());
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }

    /** What the list says of where the person is and when they are not to be called. */
    private static String said(Persons.Listed contact) {
      Whereabouts where = contact.whereabouts();
      StringBuilder said = new StringBuilder();
      if (where.zone() != null) {
        said.append(", zone ").append(where.zone());
      }
      if (where.state() != null) {
        said.append(", state ").append(where.state());
      }
      if (where.ported()) {
        said.append(", ported");
      }
      if (!contact.quiet().equals(QuietTimes.NONE)) {
        said.append(", quiet ").append(contact.quiet().written());
      }
      return said.toString();
    }
  }

  /** The people of two numbers are one: from now on the stricter of all facts counts. */
  @CommandLine.Command(name = "merge")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Merge implements EngineCommand {
    @Parameters(index = "0", paramLabel = "NUMBER", descriptionKey = "number")
    String one = "";

    @Parameters(index = "1", paramLabel = "NUMBER", descriptionKey = "number")
    String other = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber first = Inputs.number(context, one);
      PhoneNumber second = Inputs.number(context, other);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      Approving.change(
          () ->
              fields.put(
                  "person",
                  context.law().store().persons().merge(first, second, context.actor().name())));
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }

  /** Undoes a merge for the person of this number; whoever merged may not. */
  @CommandLine.Command(name = "split")
  @Needs(Role.COMPLIANCE)
  static final class Split implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      PhoneNumber person = Inputs.number(context, number);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      Approving.change(
          () ->
              fields.put(
                  "person", context.law().store().persons().split(person, context.actor().name())));
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }

  /** What lists disagree about was looked into; whoever imported one of them may not say so. */
  @CommandLine.Command(name = "settle")
  @Needs(Role.COMPLIANCE)
  static final class Settle implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "number")
    String number = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      if (reason.isBlank() || reason.length() > LONGEST_REASON) {
        throw new UserError(Exit.USAGE, Message.of("person.reason", LONGEST_REASON), null);
      }
      PhoneNumber person = Inputs.number(context, number);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      Approving.change(
          () ->
              fields.put(
                  "settled",
                  context.law().store().persons().settle(person, reason, context.actor().name())));
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }
}
