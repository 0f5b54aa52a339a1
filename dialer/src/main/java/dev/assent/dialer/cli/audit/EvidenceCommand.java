package dev.assent.dialer.cli.audit;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.audit.Dossier;
import dev.assent.compliance.audit.Period;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Verification;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.privacy.Dossiers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.evidence.EvidencePack;
import dev.assent.dialer.evidence.EvidencePacks;
import dev.assent.dialer.evidence.PeriodPack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What an inspector is given. */
@CommandLine.Command(name = "evidence", subcommands = EvidenceCommand.Pack.class)
public final class EvidenceCommand {

  /** Everything of one person, from where they came to who listened (Q06). */
  @CommandLine.Command(name = "pack")
  @Needs({Role.COMPLIANCE, Role.LEGAL, Role.AUDITOR})
  static final class Pack implements EngineCommand {
    @Option(names = "--number", paramLabel = "NUMBER")
    @Nullable String number;

    @Option(names = "--call", paramLabel = "ID")
    @Nullable String call;

    @Option(names = "--from", paramLabel = "DATE")
    @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE")
    @Nullable LocalDate to;

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      if (number == null && call == null && from != null && to != null) {
        return period(context, from, to);
      }
      if (from != null || to != null) {
        throw new UserError(
            Exit.USAGE, Message.of("evidence.whose"), "assent evidence pack --help");
      }
      Dossiers dossiers = context.law().store().dossiers();
      Dossier.Whose whose;
      String asked;
      if (number != null && call == null) {
        PhoneNumber person = Inputs.number(context, number);
        asked = person.toString();
        whose =
            dossiers
                .of(person)
                .orElseThrow(
                    () -> new UserError(Exit.USAGE, Message.of("person.unknown", person), null));
      } else if (call != null && number == null) {
        asked = call;
        whose =
            dossiers
                .ofCall(call)
                .orElseThrow(
                    () -> new UserError(Exit.USAGE, Message.of("evidence.no_call", asked), null));
      } else {
        throw new UserError(
            Exit.USAGE, Message.of("evidence.whose"), "assent evidence pack --help");
      }
      UUID id = context.law().newId();
      String by = context.actor().name();
      Instant at = context.clock().instant(); // what is erased from here on may be in it
      long position = dossiers.gathered(id, whose.person(), by, reason);
      Dossier dossier =
          Dossier.read(context.home().journal(), new DiskFiles(), whose, dossiers::opened);
      EvidencePack pack = EvidencePack.of(id, dossier, asked, by, at, position);
      Path folder = new EvidencePacks(context.home().evidencePacks()).write(pack);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("pack", id);
      fields.put("person", whose.person());
      fields.put("entries", dossier.items().size());
      fields.put("grounds", dossier.grounds().size());
      fields.put("folder", folder);
      new Printer(context.request(), context.terminal()).fields(fields);
      return exit(dossier.verification());
    }

    /** All calls of these days; nobody's data is opened. */
    private Exit period(EngineContext context, LocalDate first, LocalDate last) throws IOException {
      if (last.isBefore(first)) {
        throw new UserError(Exit.USAGE, Message.of("evidence.period", first, last), null);
      }
      UUID id = context.law().newId();
      String by = context.actor().name();
      long position = context.law().store().dossiers().gathered(id, first + "/" + last, by, reason);
      Path folder = new EvidencePacks(context.home().evidencePacks()).create(id);
      PeriodPack pack =
          PeriodPack.write(
              folder,
              id,
              context.home().journal(),
              new DiskFiles(),
              new Period(
                  first.atStartOfDay().toInstant(ZoneOffset.UTC),
                  last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)),
              by,
              context.clock().instant(),
              position);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("pack", id);
      fields.put("calls", pack.dossier().calls().size());
      fields.put("entries", pack.entries());
      fields.put("grounds", pack.dossier().grounds().size());
      fields.put("folder", folder);
      new Printer(context.request(), context.terminal()).fields(fields);
      return exit(pack.dossier().verification());
    }

    private static Exit exit(Verification verification) {
      return switch (verification) {
        case Verification.Intact _, Verification.Torn _ -> Exit.DONE;
        case Verification.Damaged _, Verification.HeadDamaged _ -> Exit.INTEGRITY;
      };
    }
  }
}
