package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.store.campaign.AnswerRates;
import dev.assent.compliance.store.campaign.AnswerRates.Rate;
import dev.assent.compliance.store.campaign.Standings;
import dev.assent.dialer.Messages;
import dev.assent.dialer.campaign.CampaignEta;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far one campaign is: where its people stand, how it goes now, and when it may be done. */
final class CampaignStatusView {
  private static final Duration LATELY = Duration.ofMinutes(5);
  private static final int HOURS_SHOWN = 3;

  private final EngineContext context;
  private final Campaign campaign;
  private final Standings people;
  private final AnswerRates rates;
  private final ZoneId zone;
  private final CampaignEta ahead;

  private CampaignStatusView(EngineContext context, Campaign campaign) {
    Campaigns campaigns = context.parts().campaigns();
    Instant now = context.engine().clock().instant();
    this.context = context;
    this.campaign = campaign;
    this.zone = campaigns.zone(campaign);
    this.people = context.law().store().figures().standings(campaign.id(), now, now.minus(LATELY));
    this.rates = context.law().store().figures().answerRates(campaign.id(), zone);
    this.ahead = campaigns.eta(campaign, rates, people, now);
  }

  /** For people the campaign and its figures one below the other; for programs one row of all. */
  static void print(EngineContext context, Campaign campaign, List<Column<Campaign>> columns) {
    CampaignStatusView view = new CampaignStatusView(context, campaign);
    Printer printer = new Printer(context.request(), context.terminal());
    if (context.request().format() == OutputFormat.TABLE) {
      printer.rows(columns, List.of(campaign));
      context.terminal().out().println();
      printer.fields(view.fields(view.words()));
      return;
    }
    List<Column<Campaign>> all = new ArrayList<>(columns);
    view.fields(view.figures()).forEach((key, value) -> all.add(new Column<>(key, _ -> value)));
    printer.rows(all, List.of(campaign));
  }

  private Map<String, @Nullable Object> fields(Map<String, @Nullable Object> estimates) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("imported", people.imported());
    fields.put("untouched", people.untouched());
    fields.put("dueNow", people.due());
    fields.put("waitingContacts", people.waiting());
    fields.put("calling", people.calling());
    fields.put("blockedContacts", people.blocked());
    fields.put("doneContacts", people.done());
    fields.put(
        "callsPerMinute", Math.round(10.0 * people.placedLately() / LATELY.toMinutes()) / 10.0);
    fields.putAll(estimates);
    return fields;
  }

  private Map<String, @Nullable Object> words() {
    Messages messages = context.messages();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("answerRate", rates.all().placed() == 0 ? "" : written(rates.all()));
    fields.put(
        "bestHours",
        rates.best().stream()
            .limit(HOURS_SHOWN)
            .map(hour -> "%02d:00 %s".formatted(hour, written(rates.hours().get(hour))))
            .collect(Collectors.joining("; ")));
    fields.put("eta", eta(messages));
    return fields;
  }

  private String eta(Messages messages) {
    String said;
    if (people.left() + people.calling() == 0 || isOver()) {
      return "";
    }
    if (ahead.callable() == 0) {
      return messages.say("status.eta.nobody");
    } else if (ahead.eta().isPresent()) {
      said = messages.say("status.eta.at", ahead.eta().get(), ahead.calls());
    } else {
      said = messages.say("status.eta.not_before_end", campaign.to(), ahead.left());
    }
    return ahead.whole() ? said : said + messages.say("status.eta.sample", ahead.sample());
  }

  private boolean isOver() {
    return campaign.state() == Campaign.State.FINISHED
        || campaign.state() == Campaign.State.STOPPED;
  }

  private static String written(@Nullable Rate rate) {
    return rate == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%.0f %% (%d/%d, %.0f–%.0f %%)",
            100 * rate.rate(),
            rate.answered(),
            rate.placed(),
            100 * rate.low(),
            100 * rate.high());
  }

  private Map<String, @Nullable Object> figures() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("answerRate", figures(rates.all()));
    fields.put(
        "hours",
        rates.best().stream()
            .map(
                hour -> {
                  Map<String, @Nullable Object> of = new LinkedHashMap<>();
                  of.put("hour", hour);
                  of.putAll(figures(rates.hours().get(hour)));
                  return of;
                })
            .toList());
    fields.put("hoursOf", zone);
    fields.put("eta", isOver() || ahead.callable() == 0 ? null : ahead.eta().orElse(null));
    fields.put("callsAhead", ahead.calls());
    fields.put("leftAtEnd", ahead.left());
    fields.put("etaSample", ahead.sample());
    return fields;
  }

  private static Map<String, @Nullable Object> figures(@Nullable Rate rate) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (rate != null) {
      fields.put("rate", part(rate.rate()));
      fields.put("low", part(rate.low()));
      fields.put("high", part(rate.high()));
      fields.put("answered", rate.answered());
      fields.put("placed", rate.placed());
    }
    return fields;
  }

  private static double part(double of1) {
    return Math.round(of1 * 1000) / 1000.0;
  }
}
