package dev.assent.dialer.cli.law;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.PolicyPackFile;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.LawInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes of the packs in force: stricter at once, looser by two people (DESIGN 7). */
final class PolicyChanges {
  /** As many digits of a hash as tell one version from another. */
  private static final int SHORT_HASH = 8;

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

    @Option(names = "--version", paramLabel = "VERSION", descriptionKey = "version")
    String version = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      LawFile waiting =
          one(context, name, version, EnumSet.of(LawInForce.Standing.WAITING))
              .orElseThrow(() -> noneWaits(name));
      approve(context, waiting);
      return Exit.DONE;
    }
  }

  /** Takes a pack out of force, or a waiting one back: nobody is called under it any more. */
  @CommandLine.Command(name = "retire")
  @Needs(Role.COMPLIANCE)
  static final class Retire implements EngineCommand {
    @Parameters(paramLabel = "PACK", descriptionKey = "pack")
    String name = "";

    @Option(names = "--version", paramLabel = "VERSION", descriptionKey = "version")
    String version = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      LawInForce law = context.law().inForce();
      LawFile entry =
          one(
                  context,
                  name,
                  version,
                  EnumSet.of(
                      LawInForce.Standing.IN_FORCE,
                      LawInForce.Standing.EDITED,
                      LawInForce.Standing.WAITING))
              .orElseThrow(() -> Law.unknown(name));
      Registers registers = context.law().store().registers();
      Approving.change(() -> registers.retireLaw(entry.hash(), context.actor().name()));
      law.refresh();
      print(new Printer(context.request(), context.terminal()), law, name);
      return Exit.DONE;
    }
  }

  /**
   * The one version of a pack that is meant; empty when there is none.
   *
   * @param version its version or the beginning of its hash; empty when there is but one
   * @throws UserError exit 2 when it could be another as well
   */
  private static Optional<LawFile> one(
      EngineContext context, String name, String version, Set<LawInForce.Standing> standings) {
    List<LawInForce.Entry> found =
        context.law().inForce().entries().stream()
            .filter(e -> e.law().kind() == LawFile.Kind.PACK && e.law().name().equals(name))
            .filter(e -> standings.contains(e.standing()))
            .filter(e -> version.isEmpty() || isVersion(e.law(), version))
            .toList();
    if (found.size() > 1) {
      List<String> versions =
          found.stream()
              .map(
                  e ->
                      "%d %s %s"
                          .formatted(
                              Law.pack(e.law()).version(),
                              e.standing(),
                              e.law().hash().substring(0, SHORT_HASH)))
              .toList();
      throw new UserError(
          Exit.USAGE,
          Message.of("policy.ambiguous", name, String.join(", ", versions)),
          "assent policy list");
    }
    return found.stream().map(LawInForce.Entry::law).findFirst();
  }

  private static boolean isVersion(LawFile law, String version) {
    return Integer.toString(Law.pack(law).version()).equals(version)
        || (version.length() >= SHORT_HASH && law.hash().startsWith(version));
  }

  static UserError noneWaits(String name) {
    return new UserError(Exit.USAGE, Message.of("policy.none_waits", name), "assent policy list");
  }

  /** Signs what waits and applies it. */
  static Approval approve(EngineContext context, LawFile waiting) throws IOException {
    Registers registers = context.law().store().registers();
    Approval approval =
        Approving.sign(
            context,
            Approval.Kind.LAW,
            waiting.hash(),
            (user, signature) -> registers.approveLaw(waiting.hash(), user, signature));
    context.law().inForce().refresh();
    Approvals.print(context, waiting.name(), approval);
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
