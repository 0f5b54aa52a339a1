package dev.assent.dialer.cli;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.PolicyPackFile;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.store.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.LawInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Changes of the packs in force: stricter at once, looser by two people (DESIGN 7). */
final class PolicyChanges {
  private PolicyChanges() {}

  /** Brings a pack: one that only limits holds at once, any other waits for an approval. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      String text = Law.text(context, file);
      PolicyPack fresh;
      try {
        fresh = PolicyPackFile.read(file.toString(), text);
      } catch (YamlError e) {
        throw Law.refused(e);
      }
      LawInForce law = context.law().inForce();
      Optional<PolicyPack> old =
          law.book().packs().stream().filter(p -> p.pack().equals(fresh.pack())).findFirst();
      if (old.isPresent() && fresh.version() <= old.get().version()) {
        throw new UserError(
            Exit.CONFIG, Message.of("policy.old_version", file, old.get().version()), null);
      }
      Optional<String> looser = LawFile.looser(old, fresh);
      LawFile entry =
          LawInForce.of(
              LawFile.Kind.PACK,
              file.toString(),
              text,
              looser.isPresent() ? LawFile.State.WAITING : LawFile.State.APPLIED,
              context.actor().name(),
              "",
              context.clock().instant());
      Registers registers = context.law().store().registers();
      Approving.change(() -> registers.addLaw(entry, context.actor().name()));
      law.refresh();
      Printer printer = new Printer(context.request(), context.terminal());
      if (looser.isPresent()) {
        printer.say("policy.waits", fresh.pack(), looser.get());
      } else {
        printer.say("policy.applied", fresh.pack());
      }
      print(printer, law, fresh.pack());
      return Exit.DONE;
    }
  }

  /** A second person lets a pack that is looser be used. */
  @CommandLine.Command(name = "approve")
  @Needs(Role.COMPLIANCE)
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "PACK", descriptionKey = "pack")
    String name = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      approve(context, LawFile.Kind.PACK, name);
      return Exit.DONE;
    }
  }

  /** Takes a pack out of force: nobody is called under it any more. */
  @CommandLine.Command(name = "retire")
  @Needs(Role.COMPLIANCE)
  static final class Retire implements EngineCommand {
    @Parameters(paramLabel = "PACK", descriptionKey = "pack")
    String name = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      LawInForce law = context.law().inForce();
      LawFile entry =
          law.entries().stream()
              .filter(e -> e.law().kind() == LawFile.Kind.PACK && e.law().name().equals(name))
              .filter(
                  e ->
                      e.standing() == LawInForce.Standing.IN_FORCE
                          || e.standing() == LawInForce.Standing.EDITED
                          || e.standing() == LawInForce.Standing.WAITING)
              .map(LawInForce.Entry::law)
              .findFirst()
              .orElseThrow(() -> Law.unknown(name));
      Registers registers = context.law().store().registers();
      Approving.change(() -> registers.retireLaw(entry.hash(), context.actor().name()));
      law.refresh();
      print(new Printer(context.request(), context.terminal()), law, name);
      return Exit.DONE;
    }
  }

  /** Signs what waits under that name and applies it. */
  static Approval approve(EngineContext context, LawFile.Kind kind, String name)
      throws IOException {
    LawInForce law = context.law().inForce();
    LawFile waiting =
        law.entries().stream()
            .filter(entry -> entry.standing() == LawInForce.Standing.WAITING)
            .map(LawInForce.Entry::law)
            .filter(entry -> entry.kind() == kind && entry.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE, Message.of("policy.none_waits", name), "assent policy list"));
    Registers registers = context.law().store().registers();
    Approval approval =
        Approving.sign(
            context,
            Approval.Kind.LAW,
            waiting.hash(),
            (user, signature) -> registers.approveLaw(waiting.hash(), user, signature));
    law.refresh();
    Approvals.print(context, name, approval);
    return approval;
  }

  private static void print(Printer printer, LawInForce law, String name) {
    List<PolicyCommand.Row> rows =
        law.entries().stream()
            .filter(e -> e.law().kind() == LawFile.Kind.PACK && e.law().name().equals(name))
            .map(PolicyCommand.Row::of)
            .toList();
    printer.rows(PolicyCommand.COLUMNS, rows);
  }
}
