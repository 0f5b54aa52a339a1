package dev.assent.dialer.report;

import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.store.campaign.CallFigures;
import dev.assent.dialer.HtmlText;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.report.Bars.Column;
import dev.assent.dialer.report.Bars.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A campaign as one page: nothing is fetched, nothing runs; Chinese and English in the same file,
 * light and dark, and it prints.
 */
public final class CampaignPage {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final int MOST_CAUSES = 12;

  private final CampaignFigures figures;
  private final Language language;
  private final Messages words;
  private final StringBuilder html = new StringBuilder();

  private CampaignPage(CampaignFigures figures, Language language) {
    this.figures = figures;
    this.language = language;
    this.words = Messages.in(language);
  }

  /**
   * @param first the language that is shown until the other is chosen
   */
  public static String of(CampaignFigures figures, Language first) {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"zh-CN\"><head>");
    page.append("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'\">");
    page.append("<title>").append(HtmlText.of(figures.campaign().name())).append("</title>\n");
    page.append("<style>\n").append(style()).append("</style></head>\n<body>\n");
    for (Language language : List.of(Language.ZH, Language.EN)) {
      page.append(
          "<input type=\"radio\" name=\"l\" id=\"%s\"%s><label for=\"%s\">%s</label>\n"
              .formatted(
                  code(language),
                  language == first ? " checked" : "",
                  code(language),
                  language == Language.ZH ? "中文" : "English"));
    }
    for (Language language : List.of(Language.ZH, Language.EN)) {
      page.append(new CampaignPage(figures, language).body());
    }
    return page.append("</body></html>\n").toString();
  }

  private static String code(Language language) {
    return language == Language.ZH ? "zh" : "en";
  }

  private static String style() {
    try (InputStream css = CampaignPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String word(String code, Object... arguments) {
    String key = "report." + code;
    return words.say(key, arguments);
  }

  private String say(String code, Object... arguments) {
    return HtmlText.of(word(code, arguments));
  }

  private String body() {
    html.append("<main class=\"%s\" lang=\"%s\">\n".formatted(code(language), tag()));
    head();
    tiles();
    section("funnel", funnel());
    section("outcomes", outcomes());
    legend("hours", byHour(), "hours_note");
    days();
    section("blocked", reasons(figures.report().blocked(), "bad"));
    section("deferred", reasons(figures.report().deferred(), "wait"));
    section("responses", responses());
    causes();
    section("flags", flags());
    html.append("<footer>")
        .append(
            say(
                figures.journal().verified() ? "journal" : "journal_bad",
                Bars.number(figures.journal().entries())))
        .append("</footer>\n</main>\n");
    return html.toString();
  }

  private String tag() {
    return language == Language.ZH ? "zh-CN" : "en";
  }

  private void head() {
    var campaign = figures.campaign();
    html.append("<h1>").append(HtmlText.of(campaign.name())).append("</h1>\n<p class=\"head\">");
    html.append(
        say(
            "of",
            campaign.purpose(),
            campaign.trunk(),
            local(campaign.from().atZone(figures.zone())),
            local(campaign.to().atZone(figures.zone()))));
    html.append("<br>");
    html.append(
        say(
            "made",
            local(figures.made().at().atZone(figures.zone())),
            figures.zone(),
            figures.made().by()));
    html.append("</p>\n");
  }

  private static String local(ZonedDateTime time) {
    return MINUTE.format(time);
  }

  private void tiles() {
    CallFigures calls = figures.calls();
    html.append("<div class=\"tiles\">\n");
    tile("imported", Bars.number(figures.of("imported")), "");
    tile(
        "attempted",
        Bars.number(figures.of("attempted")),
        word("calls", Bars.number(calls.placed())));
    tile("asr", percent(calls.answerSeizureRatio()), word("asr_note"));
    tile("acd", seconds(calls.averageCallDuration()), word("acd_note"));
    tile("agreed", Bars.number(figures.of("agreed")), share("agreed", "answered"));
    tile("optedOut", Bars.number(figures.of("optedOut")), share("optedOut", "answered"));
    CampaignFigures.Recordings recordings = figures.recordings();
    long missing = recordings.expected() - recordings.complete() - recordings.cutShort();
    tile(
        "recordings",
        Bars.number(recordings.complete()) + " / " + Bars.number(recordings.expected()),
        word("recordings_note", recordings.cutShort(), missing));
    html.append("</div>\n");
  }

  private void tile(String name, String value, String note) {
    html.append(
        "<div><b>%s</b><span>%s</span><small>%s</small></div>\n"
            .formatted(HtmlText.of(value), say("field." + name), HtmlText.of(note)));
  }

  private String share(String part, String whole) {
    long of = figures.of(whole);
    return of == 0
        ? ""
        : word("share", percent((double) figures.of(part) / of), word("field." + whole));
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f%%", ratio * 100);
  }

  private String seconds(Duration duration) {
    return word("seconds", duration.plusMillis(500).toSeconds());
  }

  private void section(String name, List<Row> rows) {
    html.append("<section><h2>").append(say(name)).append("</h2>\n");
    if (rows.isEmpty()) {
      html.append("<p>").append(say("nothing")).append("</p>\n");
    } else {
      html.append(Bars.horizontal(word(name), rows));
    }
    html.append("</section>\n");
  }

  private List<Row> funnel() {
    List<Row> rows = new ArrayList<>();
    String before = "";
    for (String step : List.of("imported", "attempted", "answered", "agreed")) {
      rows.add(
          new Row(
              word("field." + step),
              figures.of(step),
              before.isEmpty() ? "" : share(step, before),
              "main"));
      before = step;
    }
    rows.add(new Row(word("field.recorded"), figures.recordings().complete(), "", "main"));
    return rows;
  }

  private List<Row> outcomes() {
    List<Row> rows = new ArrayList<>();
    figures.report().outcomes().entrySet().stream()
        .sorted(Map.Entry.<dev.assent.compliance.Outcome, Long>comparingByValue().reversed())
        .forEach(
            outcome ->
                rows.add(
                    new Row(
                        named("outcome", outcome.getKey().name()),
                        outcome.getValue(),
                        percent((double) outcome.getValue() / Math.max(1, figures.of("attempted"))),
                        "main")));
    return rows;
  }

  /** A word of the catalogue, and the stable code behind it; the code alone where there is none. */
  private String named(String kind, String code) {
    String key = "report." + kind + "." + code;
    return words.has(key) ? words.say(key) + " · " + code : code;
  }

  private void legend(String name, List<Column> columns, String note) {
    html.append("<section><h2>").append(say(name)).append("</h2>\n");
    if (columns.isEmpty()) {
      html.append("<p>").append(say("nothing")).append("</p></section>\n");
      return;
    }
    html.append("<p class=\"legend\">");
    for (String tone : List.of("placed", "answered", "agreed")) {
      html.append("<span class=\"%s\"></span>%s ".formatted(tone, say("field." + tone)));
    }
    html.append("</p>\n");
    html.append(Bars.vertical(word(name), columns));
    html.append("<p class=\"head\">").append(say(note, figures.zone())).append("</p></section>\n");
  }

  private <K extends Comparable<K>> List<Column> columns(
      Function<ZonedDateTime, K> bucket, Function<K, String> label) {
    Map<K, long[]> sums = new TreeMap<>();
    figures
        .calls()
        .hours()
        .forEach(
            (hour, count) -> {
              long[] sum =
                  sums.computeIfAbsent(bucket.apply(hour.atZone(figures.zone())), _ -> new long[3]);
              sum[0] += count.placed();
              sum[1] += count.answered();
              sum[2] += count.agreed();
            });
    return sums.entrySet().stream()
        .map(
            e ->
                new Column(
                    label.apply(e.getKey()), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
        .toList();
  }

  /** From the first hour of a day in which calls were placed to the last, none left out. */
  private List<Column> byHour() {
    List<Column> some = columns(ZonedDateTime::getHour, hour -> Integer.toString(hour));
    if (some.isEmpty()) {
      return some;
    }
    int first = Integer.parseInt(some.getFirst().label());
    int last = Integer.parseInt(some.getLast().label());
    List<Column> all = new ArrayList<>();
    for (int hour = first; hour <= last; hour++) {
      String label = Integer.toString(hour);
      all.add(
          some.stream()
              .filter(column -> column.label().equals(label))
              .findFirst()
              .orElseGet(() -> new Column(label, 0, 0, 0)));
    }
    return all;
  }

  private void days() {
    List<Column> days = columns(time -> time.toLocalDate().toString(), day -> day.substring(5));
    if (days.size() > 1) {
      legend("days", days, "days_note");
    }
  }

  private List<Row> reasons(Map<String, Long> byCode, String tone) {
    return byCode.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(each -> new Row(reason(each.getKey()), each.getValue(), "", tone))
        .toList();
  }

  private String reason(String code) {
    for (ReasonCode known : ReasonCode.values()) {
      if (known.name().equals(code)) {
        return known.text(language.locale()) + " · " + known.rule() + " " + code;
      }
    }
    return code;
  }

  private List<Row> responses() {
    long all = figures.calls().responses().values().stream().mapToLong(Long::longValue).sum();
    return figures.calls().responses().entrySet().stream()
        .map(
            each ->
                new Row(
                    word("response." + each.getKey()),
                    each.getValue(),
                    percent((double) each.getValue() / all),
                    each.getKey().equals("2xx") ? "main" : "wait"))
        .toList();
  }

  private void causes() {
    Map<String, Long> causes = figures.report().causes();
    if (causes.isEmpty()) {
      return;
    }
    html.append("<section><h2>").append(say("causes")).append("</h2>\n<table>");
    causes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_CAUSES)
        .forEach(
            cause ->
                html.append(
                    "<tr><td>%s</td><td class=\"n\">%s</td></tr>\n"
                        .formatted(HtmlText.of(cause.getKey()), Bars.number(cause.getValue()))));
    html.append("</table>");
    if (causes.size() > MOST_CAUSES) {
      html.append("<p class=\"head\">")
          .append(say("more", causes.size() - MOST_CAUSES))
          .append("</p>");
    }
    html.append("</section>\n");
  }

  private List<Row> flags() {
    return figures.flags().entrySet().stream()
        .sorted(Map.Entry.<dev.assent.compliance.review.Flag, Long>comparingByValue().reversed())
        .map(
            flag ->
                new Row(
                    flag.getKey().text(language.locale()) + " · " + flag.getKey(),
                    flag.getValue(),
                    "",
                    "bad"))
        .toList();
  }
}
