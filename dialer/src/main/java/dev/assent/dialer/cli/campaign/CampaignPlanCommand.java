package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Messages;
import dev.assent.dialer.campaign.CampaignPlan;
import dev.assent.dialer.campaign.CampaignPlan.Cause;
import dev.assent.dialer.campaign.CampaignPlan.Verdict;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Who would be called and who would not, how long the list takes, and the hash that {@code run
 * --plan} wants.
 */
@CommandLine.Command(name = "plan")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignPlanCommand implements EngineCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Option(names = "--at", paramLabel = "TIME")
  @Nullable String at;

  @Override
  public Exit run(EngineContext context) {
    Instant when = at == null ? context.clock().instant() : Arguments.time("--at", at);
    CampaignPlan plan =
        context.parts().campaigns().plan(CampaignCommand.named(context, name), when);
    Printer printer = new Printer(context.request(), context.terminal());
    Locale locale = context.request().language().locale();
    switch (context.request().format()) {
      case TABLE -> {
        printer.fields(summary(plan, Messages.in(context.request().language())));
        if (!plan.causes().isEmpty()) {
          context.terminal().out().println();
          printer.rows(columns(locale), plan.causes());
        }
      }
      case JSON -> printer.fields(json(plan, locale));
      case CSV -> csv(printer, plan, locale);
    }
    UpcomingWarnings.say(context);
    ClosedHoursWarning.say(context, CampaignCommand.named(context, name));
    if (context.calls().config().mirrors().journal().isEmpty()
        || context.calls().config().mirrors().ledger().isEmpty()) {
      printer.warn("plan.no_mirrors");
    }
    if (context.law().journalMirror() instanceof MirrorHealth.Behind behind) {
      printer.warn("why.journal_mirror", behind.cause(), behind.directory(), behind.why());
    }
    return Exit.DONE;
  }

  /** For people: the limit in words, durations in hours and minutes. */
  private Map<String, @Nullable Object> summary(CampaignPlan plan, Messages messages) {
    Map<String, @Nullable Object> fields = figures(plan);
    fields.put("limit", limit(plan, messages));
    fields.put("dialing", hours(plan.times().dialing()));
    fields.put("closed", hours(plan.times().closed()));
    fields.put("waiting", hours(plan.times().waiting()));
    return fields;
  }

  private static String limit(CampaignPlan plan, Messages messages) {
    return switch (plan.limit()) {
      case NOBODY -> messages.say("plan.limit.nobody");
      case CHANNELS -> messages.say("plan.limit.channels", plan.capacity().channels());
      case CPS -> messages.say("plan.limit.cps", plan.capacity().callsPerSecond());
      case WINDOWS -> messages.say("plan.limit.windows");
      case CAPS -> messages.say("plan.limit.caps");
    };
  }

  private static String hours(Duration duration) {
    return "%d:%02d:%02d"
        .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  private Map<String, @Nullable Object> figures(CampaignPlan plan) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("campaign", name);
    fields.put("at", plan.at());
    fields.put("contacts", plan.contacts());
    fields.put("allowed", plan.allowed());
    fields.put("blockedNow", sum(plan, Verdict.BLOCKED));
    fields.put("deferredNow", sum(plan, Verdict.DEFERRED));
    fields.put("nextOpening", plan.nextOpening().orElse(null));
    fields.put("reachableThisMonth", plan.reachableThisMonth());
    fields.put("calledThisMonth", plan.calledThisMonth());
    fields.put("limit", plan.limit());
    fields.put("dialing", plan.times().dialing().toSeconds());
    fields.put("closed", plan.times().closed().toSeconds());
    fields.put("waiting", plan.times().waiting().toSeconds());
    fields.put("finish", plan.finish().orElse(null));
    fields.put("leftOver", plan.leftOver());
    fields.put("eta", plan.eta().orElse(null));
    fields.put("callsAhead", plan.calls());
    fields.put("plan", plan.hash());
    return fields;
  }

  private static int sum(CampaignPlan plan, Verdict verdict) {
    return plan.causes().stream()
        .filter(cause -> cause.verdict() == verdict)
        .mapToInt(Cause::contacts)
        .sum();
  }

  private static List<Column<Cause>> columns(Locale locale) {
    return List.of(
        new Column<>("verdict", Cause::verdict),
        new Column<>("rule", cause -> cause.code().rule()),
        new Column<>("code", Cause::code),
        new Column<>("contacts", Cause::contacts),
        new Column<>("nextLawful", cause -> cause.nextLawful().orElse(null)),
        new Column<>("text", cause -> cause.code().text(locale)));
  }

  private Map<String, @Nullable Object> json(CampaignPlan plan, Locale locale) {
    Map<String, @Nullable Object> fields = figures(plan);
    for (Verdict verdict : Verdict.values()) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      plan.causes().stream()
          .filter(cause -> cause.verdict() == verdict)
          .forEach(cause -> counts.put(cause.code().name(), cause.contacts()));
      fields.put(verdict.name().toLowerCase(Locale.ROOT), counts);
    }
    fields.put("channels", plan.capacity().channels());
    fields.put("callsPerSecond", plan.capacity().callsPerSecond());
    fields.put(
        "causes",
        plan.causes().stream()
            .map(
                cause -> {
                  Map<String, @Nullable Object> row = new LinkedHashMap<>();
                  columns(locale)
                      .forEach(column -> row.put(column.key(), column.value().apply(cause)));
                  return row;
                })
            .toList());
    return fields;
  }

  /** A line for those allowed and one for each cause, each with the figures of the whole plan. */
  private void csv(Printer printer, CampaignPlan plan, Locale locale) {
    record Line(@Nullable Cause cause) {}
    List<Column<Line>> columns = new ArrayList<>();
    for (Column<Cause> column : columns(locale)) {
      columns.add(
          new Column<>(
              column.key(),
              line -> line.cause() == null ? null : column.value().apply(line.cause())));
    }
    columns.set(
        0, new Column<>("verdict", l -> l.cause() == null ? "ALLOWED" : l.cause().verdict()));
    columns.set(
        3,
        new Column<>("contacts", l -> l.cause() == null ? plan.allowed() : l.cause().contacts()));
    Map<String, @Nullable Object> figures = figures(plan);
    figures.remove("contacts");
    figures.remove("allowed");
    figures.forEach((key, value) -> columns.add(new Column<>(key, _ -> value)));
    List<Line> lines = new ArrayList<>(List.of(new Line(null)));
    plan.causes().forEach(cause -> lines.add(new Line(cause)));
    printer.rows(columns, lines);
  }
}
