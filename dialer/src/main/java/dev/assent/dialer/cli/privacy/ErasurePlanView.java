package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.ErasureItem.Fate;
import dev.assent.compliance.privacy.ErasurePlan;
import dev.assent.compliance.privacy.Floor;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.recorder.ledger.LedgerCopies;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows an erasure's plan item by item, and what may be told the person in both languages. */
final class ErasurePlanView {
  private static final List<Column<ErasureItem>> COLUMNS =
      List.of(
          new Column<>("data", item -> item.held().kind()),
          new Column<>("fate", ErasurePlanView::fate),
          new Column<>("until", ErasurePlanView::until),
          new Column<>("rule", ErasurePlanView::rule),
          new Column<>("records", item -> item.held().records()),
          new Column<>(
              "thing",
              item ->
                  item.held().recording() == null
                      ? item.held().person()
                      : item.held().recording()));

  private final EngineContext context;
  private final ZoneId zone;

  ErasurePlanView(EngineContext context) {
    this.context = context;
    this.zone =
        context.law().book().packs().stream()
            .filter(pack -> pack.region().equals(context.calls().config().region()))
            .map(pack -> pack.zone())
            .findFirst()
            .orElse(ZoneId.systemDefault());
  }

  void print(ErasurePlan plan) {
    Printer printer = new Printer(context.request(), context.terminal());
    if (context.request().format() == OutputFormat.JSON) {
      printer.fields(fields(plan));
      return;
    }
    printer.rows(COLUMNS, plan.items());
    if (context.request().format() == OutputFormat.TABLE) {
      Messages messages = context.messages();
      PrintStream out = context.terminal().out();
      out.println();
      out.println(messages.say("privacy.kept_as_hash", plan.refusals(), plan.numbers()));
      for (ErasurePlan.Copy copy : plan.copies()) {
        out.println(messages.say(code("copy", copy)));
      }
      out.println();
      for (Language language : new Language[] {Language.ZH, Language.EN}) {
        reply(plan, Messages.in(language)).forEach(out::println);
        out.println();
      }
      out.println(messages.say("privacy.plan_hash", plan.hash()));
      out.flush();
    }
  }

  private Map<String, @Nullable Object> fields(ErasurePlan plan) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("request", plan.request());
    fields.put("persons", plan.persons());
    fields.put("numbers", plan.numbers());
    fields.put("refusalsKeptAsHash", plan.refusals());
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    for (ErasureItem item : plan.items()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      COLUMNS.forEach(column -> one.put(column.key(), column.value().apply(item)));
      items.add(one);
    }
    fields.put("items", items);
    fields.put("copies", plan.copies());
    fields.put("replyZh", String.join("\n", reply(plan, Messages.in(Language.ZH))));
    fields.put("replyEn", String.join("\n", reply(plan, Messages.in(Language.EN))));
    fields.put("plan", plan.hash());
    return fields;
  }

  private static String fate(ErasureItem item) {
    return switch (item.fate()) {
      case Fate.Now _ -> "NOW";
      case Fate.FloorRuns _ -> "RESTRICTED";
      case Fate.OnHold _ -> "HELD";
    };
  }

  private static @Nullable Object until(ErasureItem item) {
    return switch (item.fate()) {
      case Fate.Now _ -> null;
      case Fate.FloorRuns(Floor floor) -> floor.until();
      case Fate.OnHold(var _, Instant until) -> until.equals(Instant.MAX) ? null : until;
    };
  }

  private static String rule(ErasureItem item) {
    return switch (item.fate()) {
      case Fate.Now _ -> "";
      case Fate.FloorRuns(Floor floor) -> floor.requirement() + " " + floor.figure();
      case Fate.OnHold(String caseId, var _) -> "R56 " + caseId;
    };
  }

  /** Plain words: what goes now, what stays how long and why, and what is kept for their sake. */
  private List<String> reply(ErasurePlan plan, Messages messages) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add(messages.say("privacy.reply_begin"));
    plan.now()
        .forEach(
            item ->
                lines.add(
                    messages.say(
                        "privacy.reply_now", messages.say(code("data", item.held().kind())))));
    plan.later()
        .forEach(
            item ->
                lines.add(
                    switch (item.fate()) {
                      case Fate.FloorRuns(Floor floor) ->
                          messages.say(
                              "privacy.reply_later",
                              messages.say(code("data", item.held().kind())),
                              LocalDate.ofInstant(floor.until(), zone));
                      case Fate.OnHold _, Fate.Now _ ->
                          messages.say(
                              "privacy.reply_held", messages.say(code("data", item.held().kind())));
                    }));
    lines.add(messages.say("privacy.reply_hash"));
    lines.add(
        messages.say(
            "privacy.reply_copies",
            LocalDate.ofInstant(LedgerCopies.goneFrom(context.clock().instant()), zone)));
    return List.copyOf(lines);
  }

  /** The code of what is said of a constant. */
  static String code(String what, Enum<?> value) {
    return "privacy." + what + "_" + value.name().toLowerCase(Locale.ROOT);
  }
}
