package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CampaignFile;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.TimeKeys;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.compliance.store.contact.Imports;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.script.ScriptCommand;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.KernelClock;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.simulate.CampaignSimulation;
import dev.assent.dialer.simulate.Habits;
import dev.assent.dialer.simulate.MadeUpPeople;
import dev.assent.dialer.simulate.PolicyBounds;
import dev.assent.dialer.simulate.Scenario;
import dev.assent.dialer.simulate.SimulationResult;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Days of a campaign in virtual time, with this home's law, script, numbers and trunk, and people
 * who are made up. Nothing is called, and nothing of the home is changed.
 */
@CommandLine.Command(name = "simulate")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignSimulateCommand implements EngineCommand {
  private static final int MOST_DAYS = 3660;
  private static final int MOST_CONTACTS = 10_000_000;
  private static final int SIMULATED = 0x51D0;

  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Option(names = "--days", paramLabel = "N")
  int days = 30;

  @Option(names = "--seed", paramLabel = "N")
  long seed = 1;

  @Option(names = "--contacts", paramLabel = "N")
  @Nullable Integer contacts;

  @Option(names = "--from", paramLabel = "TIME")
  @Nullable String from;

  @Option(names = "--crashes", paramLabel = "N")
  double crashes;

  @Override
  public Exit run(EngineContext context) throws IOException {
    if (days < 1 || days > MOST_DAYS || crashes < 0 || crashes > 1000) {
      throw new UserError(
          Exit.USAGE, Message.of("simulate.figures", MOST_DAYS), "assent campaign simulate --help");
    }
    Scenario scenario = scenario(context);
    AtomicBoolean left = new AtomicBoolean();
    context.terminal().interrupts().onInterrupt(_ -> left.set(true));
    SimulationResult result = simulated(scenario, left);
    if (left.get()) {
      return Exit.INTERRUPTED;
    }
    Printer printer = new Printer(context.request(), context.terminal());
    print(context, printer, result);
    printer.say("simulate.how");
    result.findings().forEach(finding -> printer.say("simulate.finding", finding));
    return result.findings().isEmpty() ? Exit.DONE : Exit.FINDINGS;
  }

  private SimulationResult simulated(Scenario scenario, AtomicBoolean left) {
    try {
      return CampaignSimulation.run(scenario, left::get);
    } catch (IllegalArgumentException refused) {
      throw new UserError(Exit.CONFIG, file + ": " + refused.getMessage(), null);
    }
  }

  private Scenario scenario(EngineContext context) throws IOException {
    Store store = context.law().store();
    CampaignFile.Draft draft =
        CampaignFile.read(
            Inputs.file(context, file),
            new UUID(SIMULATED, seed),
            context.actor().name(),
            id -> ScriptCommand.newest(store.registers(), id).map(Script::hash));
    Campaign campaign = draft.campaign();
    TrunkConfig trunk = context.calls().trunkConfig(campaign.trunk());
    if (!(context.law().book().policy(campaign.packs()) instanceof Found.Present(Policy policy))) {
      throw new UserError(
          Exit.CONFIG, Message.of("simulate.no_policy", campaign.packs()), "assent policy list");
    }
    Script script =
        store.registers().scripts().stream()
            .filter(known -> known.hash().equals(campaign.scriptHash()))
            .findFirst()
            .orElseThrow();
    List<Imports.Batch> batches =
        store.imports().batches().stream()
            .filter(batch -> draft.batches().contains(batch.id()))
            .toList();
    Instant begins = from == null ? campaign.from() : Arguments.time("--from", from);
    SourceProof source = source(store, batches);
    ZoneId zone = zone(policy);
    LocalDate day = begins.atZone(zone).toLocalDate();
    Bounds bounds =
        PolicyBounds.of(
            policy,
            context.law().book().calendars(),
            zone,
            trunk.calleeCaps(),
            day,
            day.plusDays(days + 1L));
    return new Scenario(
        List.of(new Scenario.Planned(campaign, script, bounds)),
        context.law().prompts(),
        store.registers().callerNumbers(),
        source,
        store.registers().licences(),
        context.law().book()::policy,
        context.law().book().calendars(),
        KernelClock.TZDATA,
        List.of(carrier(trunk)),
        known(
            context.calls().trunks().capacity(),
            new IvrCapacity(trunk.channels(), 0, trunk.channels(), 0)),
        known(context.calls().trunks().places(trunk.name()), new Places("", "", "")),
        new MadeUpPeople(
            count(batches), campaign.purpose(), source.noticeVersion(), script.locale(), begins),
        Habits.USUAL.withCrashes(crashes),
        begins,
        days,
        seed);
  }

  private static Scenario.Carrier carrier(TrunkConfig trunk) {
    TrunkState limits =
        new TrunkState(
            trunk.channels(),
            0,
            trunk.calleeCaps(),
            trunk.refused(),
            trunk.callee(),
            trunk.caller());
    return new Scenario.Carrier(trunk.name(), limits, trunk.callsPerSecond());
  }

  private static <T> T known(Found<T> found, T otherwise) {
    return found instanceof Found.Present<T>(var value) ? value : otherwise;
  }

  /** The made-up people are all in one place. */
  private static ZoneId zone(Policy policy) {
    var zones = policy.get(TimeKeys.REGION_ZONES);
    if (!policy.region().equals("CN") || zones.size() != 1) {
      throw new UserError(Exit.CONFIG, Message.of("simulate.region", policy.region()), null);
    }
    return zones.iterator().next();
  }

  private static SourceProof source(Store store, List<Imports.Batch> batches) {
    List<SourceProof> known = store.registers().sources();
    return known.stream()
        .filter(
            source ->
                batches.isEmpty()
                    || batches.stream().anyMatch(batch -> batch.sourceId().equals(source.id())))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    Exit.CONFIG, Message.of("simulate.no_source"), "assent source add --help"));
  }

  private int count(List<Imports.Batch> batches) {
    long wanted =
        contacts == null ? batches.stream().mapToLong(Imports.Batch::rows).sum() : contacts;
    if (wanted < 1 || wanted > MOST_CONTACTS) {
      throw new UserError(
          Exit.USAGE,
          Message.of("simulate.contacts", MOST_CONTACTS),
          "assent campaign simulate " + file + " --contacts 1000");
    }
    return (int) wanted;
  }

  private void print(EngineContext context, Printer printer, SimulationResult result) {
    OutputFormat format = context.request().format();
    Map<String, @Nullable Object> fields = figures(result);
    switch (format) {
      case TABLE -> {
        fields.putAll(outcomes(result));
        printer.fields(fields);
        context.terminal().out().println();
        printer.rows(hours(), List.copyOf(result.byHour().entrySet()));
      }
      case JSON -> {
        fields.put("outcomes", outcomes(result));
        Report report = result.campaigns().getFirst().report();
        fields.put("blocked", new TreeMap<>(report.blocked()));
        fields.put("deferred", new TreeMap<>(report.deferred()));
        fields.put("causes", new TreeMap<>(report.causes()));
        fields.put("byHour", rows(result.byHour()));
        fields.put("byDay", rows(result.byDay()));
        fields.put("findings", result.findings().stream().map(Finding::toString).toList());
        printer.fields(fields);
      }
      case CSV -> printer.rows(days(), List.copyOf(result.byDay().entrySet()));
    }
  }

  private Map<String, @Nullable Object> figures(SimulationResult result) {
    SimulationResult.Ended campaign = result.campaigns().getFirst();
    Report report = campaign.report();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("campaign", campaign.campaign());
    fields.put("seed", seed);
    fields.put("from", result.from());
    fields.put("until", result.until());
    fields.put("days", days);
    fields.put("contacts", report.imported());
    fields.put("attempted", report.attempted());
    fields.put("calls", result.calls());
    fields.put("answered", result.answered());
    fields.put("asr", percent(result.answered(), result.calls()));
    fields.put("talkSeconds", result.talk().toSeconds());
    fields.put(
        "acdSeconds", result.answered() == 0 ? 0 : result.talk().toSeconds() / result.answered());
    fields.put("agreed", result.of(Outcome.AGREED));
    fields.put("refused", result.of(Outcome.REFUSED));
    fields.put("optedOut", result.of(Outcome.OPTED_OUT));
    fields.put("blockedContacts", sum(report.blocked()));
    fields.put("deferredContacts", sum(report.deferred()));
    fields.put("untouched", report.untouched());
    fields.put("end", campaign.end().map(Enum::name).orElse("DAYS_OVER"));
    fields.put("finish", result.finish().orElse(null));
    fields.put("crashes", result.crashes());
    fields.put("checks", result.checks());
    fields.put("findingsCount", result.findings().size());
    return fields;
  }

  private static String percent(long part, long of) {
    return of == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / of);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, @Nullable Object> outcomes(SimulationResult result) {
    Map<String, @Nullable Object> outcomes = new LinkedHashMap<>();
    result.outcomes().forEach((outcome, count) -> outcomes.put(outcome.name(), count));
    return outcomes;
  }

  private static Map<String, Map<String, Long>> rows(Map<?, SimulationResult.Row> rows) {
    Map<String, Map<String, Long>> all = new LinkedHashMap<>();
    rows.forEach(
        (when, row) -> {
          Map<String, Long> counts = new LinkedHashMap<>();
          counts.put("calls", row.calls());
          counts.put("answered", row.answered());
          all.put(when.toString(), counts);
        });
    return all;
  }

  private static List<Column<Map.Entry<Integer, SimulationResult.Row>>> hours() {
    return List.of(
        new Column<>("hour", row -> "%02d:00".formatted(row.getKey())),
        new Column<>("calls", row -> row.getValue().calls()),
        new Column<>("answered", row -> row.getValue().answered()));
  }

  private static List<Column<Map.Entry<LocalDate, SimulationResult.Row>>> days() {
    return List.of(
        new Column<>("day", row -> row.getKey().toString()),
        new Column<>("calls", row -> row.getValue().calls()),
        new Column<>("answered", row -> row.getValue().answered()));
  }
}
