package dev.assent.dialer.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.dialer.HtmlText;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The same as a page: one file, no script, nothing fetched; prints well. */
public final class EvidencePage {
  private static final String STYLE =
      """
      body{font:15px/1.5 "Noto Sans","Noto Sans SC",system-ui,sans-serif;color:#1b1f24;max-width:62rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:2px solid #2f5d8a;padding-bottom:.2rem}
      .head{color:#57606a}table{border-collapse:collapse;width:100%;margin:.3rem 0 1rem}
      td,th{text-align:left;vertical-align:top;border-bottom:1px solid #d8dee4;padding:.3rem .6rem .3rem 0}
      th{font-weight:600;color:#57606a}td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
      .call{border:1px solid #d8dee4;border-radius:8px;padding:.6rem 1rem;margin:.8rem 0;break-inside:avoid}
      .inner{font-size:12px}.inner td,.inner th{padding:.1rem .5rem .1rem 0;overflow-wrap:normal}.inner code{white-space:nowrap}dd{min-width:0;overflow-x:auto}.gone{color:#9a3412;font-weight:600}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem;margin:0}
      dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}
      @media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}.head,th,dt{color:#9198a1}td,th,.call{border-color:#30363d}}
      """;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final JsonNode pack;
  private final String title;
  private final List<String> sections;
  private final Messages words;
  private final String language;
  private final StringBuilder html = new StringBuilder();

  private EvidencePage(JsonNode pack, String title, List<String> sections, Language language) {
    this.pack = pack;
    this.title = title;
    this.sections = sections;
    this.words = Messages.in(language);
    this.language = language == Language.ZH ? "zh-CN" : "en";
  }

  public static String of(EvidencePack pack, Language language) {
    List<String> sections =
        Stream.of(EvidencePack.Section.values())
            .map(section -> section.name().toLowerCase(Locale.ROOT))
            .toList();
    return new EvidencePage(pack.document(), "evidence.title", sections, language).write();
  }

  public static String of(PeriodPack pack, Language language) {
    return new EvidencePage(pack.document(), "evidence.title_period", PeriodPack.SECTIONS, language)
        .write();
  }

  private String write() {
    html.append("<!doctype html>\n<html lang=\"")
        .append(language)
        .append("\"><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
    html.append(HtmlText.of(words.say(title))).append("</title><style>").append(STYLE);
    html.append("</style>\n<h1>").append(HtmlText.of(words.say(title))).append("</h1>\n");
    html.append("<p class=\"head\">");
    html.append(
        HtmlText.of(
            words.say(
                "evidence.made",
                pack.path("asked").asText(),
                pack.path("madeBy").asText(),
                pack.path("madeAt").asText(),
                pack.path("madeInJournal").asText())));
    html.append("<br>");
    html.append(
        HtmlText.of(
            words.say(
                "evidence.journal",
                pack.path("journal").path("entries").asText(),
                pack.path("journal").path("verdict").asText())));
    html.append("</p>\n");
    for (String name : sections) {
      JsonNode items = pack.path(name);
      String heading = "evidence.section." + name;
      html.append("<h2>").append(HtmlText.of(words.say(heading))).append("</h2>\n");
      if (items.isEmpty()) {
        html.append("<p>").append(HtmlText.of(words.say("evidence.nothing"))).append("</p>\n");
      } else if (name.equals("calls")) {
        calls(items);
      } else if (!items.get(0).has("type")) {
        rows(html, items);
      } else {
        table(items);
      }
    }
    return html.append("</html>\n").toString();
  }

  /** A card a call: what belongs to one attempt stands together. */
  private void calls(JsonNode items) {
    Map<String, StringBuilder> cards = new LinkedHashMap<>();
    Map<String, String> attemptOf = new LinkedHashMap<>();
    for (JsonNode item : items) {
      String about = item.path("about").asText();
      String attempt = item.path("facts").path("attemptId").asText("");
      if (!attempt.isEmpty()) {
        attemptOf.put(about, attempt);
      }
      String call = attempt.isEmpty() ? attemptOf.getOrDefault(about, about) : attempt;
      cards.computeIfAbsent(call, _ -> new StringBuilder()).append(row(item));
    }
    cards.forEach(
        (call, rows) ->
            html.append("<div class=\"call\"><strong>")
                .append(HtmlText.of(words.say("evidence.call", call)))
                .append("</strong><table>")
                .append(rows)
                .append("</table></div>\n"));
  }

  private void table(JsonNode items) {
    html.append("<table>");
    items.forEach(item -> html.append(row(item)));
    html.append("</table>\n");
  }

  private String row(JsonNode item) {
    String code = "evidence.entry." + item.path("type").asText();
    String said = words.has(code) ? words.say(code) : item.path("type").asText();
    StringBuilder row = new StringBuilder("<tr><td class=\"n\">");
    row.append(HtmlText.of(item.path("at").asText().replace('T', ' '))).append("<br>");
    row.append(HtmlText.of(words.say("evidence.position", item.path("journal").asText())));
    row.append("</td><td><strong>").append(HtmlText.of(said)).append("</strong><br>");
    row.append(HtmlText.of(item.path("by").asText()))
        .append("</td><td>")
        .append(list(item.path("facts")));
    JsonNode person = item.path("person");
    if (person.isObject()) {
      row.append(list(person));
    } else if (person.isTextual()) {
      row.append("<span class=\"gone\">")
          .append(HtmlText.of(words.say("evidence.not_kept")))
          .append("</span>");
    }
    return row.append("</td></tr>").toString();
  }

  private static String list(JsonNode fields) {
    StringBuilder list = new StringBuilder("<dl>");
    fill(list, "", fields);
    return list.append("</dl>").toString();
  }

  private static void fill(StringBuilder list, String name, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  fill(
                      list,
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue()));
    } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
      list.append("<dt>").append(HtmlText.of(name)).append("</dt><dd>");
      rows(list, node);
      list.append("</dd>");
    } else if (!node.isNull() && !node.isMissingNode() && !(node.isArray() && node.isEmpty())) {
      list.append("<dt>").append(HtmlText.of(name)).append("</dt><dd>");
      list.append(value(node)).append("</dd>");
    }
  }

  /** Things of one kind, such as the prompts played: a line each. */
  private static void rows(StringBuilder list, JsonNode things) {
    Set<String> keys = new LinkedHashSet<>();
    things.forEach(thing -> thing.fieldNames().forEachRemaining(keys::add));
    list.append("<table class=\"inner\"><tr>");
    keys.forEach(key -> list.append("<th>").append(HtmlText.of(key)).append("</th>"));
    list.append("</tr>");
    for (JsonNode thing : things) {
      list.append("<tr>");
      keys.forEach(key -> list.append("<td>").append(value(thing.path(key))).append("</td>"));
      list.append("</tr>");
    }
    list.append("</table>");
  }

  /** The whole of a digest stands in pack.json. */
  private static String value(JsonNode node) {
    String value =
        node.isTextual() ? node.textValue() : node.isMissingNode() ? "" : node.toString();
    return HASH.matcher(value).matches()
        ? "<code title=\"" + value + "\">" + value.substring(0, 12) + "…</code>"
        : HtmlText.of(value);
  }
}
