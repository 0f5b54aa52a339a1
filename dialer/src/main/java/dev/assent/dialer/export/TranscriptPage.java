package dev.assent.dialer.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import java.util.List;
import java.util.Locale;

/** A transcript for people. */
final class TranscriptPage {
  private final JsonNode transcript;
  private final Language language;
  private final Html page;

  private TranscriptPage(JsonNode transcript, Language language) {
    this.transcript = transcript;
    this.language = language;
    this.page = new Html(language, "export.page.transcript");
  }

  static String of(JsonNode transcript, Language language) {
    return new TranscriptPage(transcript, language).write();
  }

  private String write() {
    page.begin();
    page.fact("export", transcript.path("export").asText());
    page.fact("call", transcript.path("call").asText());
    page.fact("startedAt", page.time(transcript.path("startedAt").asText()));
    page.fact("length", clock(transcript.path("seconds").asDouble()));
    page.end();
    page.section("recordings").begin("recording", "verdict", "sha256");
    for (JsonNode each : transcript.path("recordings")) {
      page.row(
          List.of(
              each.path("recording").asText(),
              page.word("verdict." + each.path("verdict").asText()),
              each.path("fileSha256").asText()));
    }
    page.end();
    page.section("events").paragraph(page.said("no_words")).begin("offset", "time", "event", "leg");
    for (JsonNode event : transcript.path("events")) {
      String said = page.word("kind." + event.path("kind").asText());
      String detail = event.path("detail").asText();
      page.row(
          List.of(
              clock(event.path("second").asDouble()),
              page.time(event.path("at").asText()),
              detail.isEmpty() ? said : said + ": " + detail,
              page.word("leg." + event.path("leg").asText())));
    }
    page.end();
    stretches("gaps", transcript.path("gaps"), "lost");
    stretches("silenced", transcript.path("silenced"), "why");
    if (!transcript.path("journal").isEmpty()) {
      page.section("journal")
          .paragraph(page.said("whole_in"))
          .begin("entry", "time", "event", "facts");
      transcript.path("journal").forEach(this::entry);
      page.end();
    }
    return page.written();
  }

  private void stretches(String code, JsonNode stretches, String why) {
    if (stretches.isEmpty()) {
      return;
    }
    page.section(code).begin("from", "to", "why");
    for (JsonNode each : stretches) {
      page.row(
          List.of(
              clock(each.path("fromSecond").asDouble()),
              clock(each.path("toSecond").asDouble()),
              page.word(why + "." + each.path(why).asText())));
    }
    page.end();
  }

  private void entry(JsonNode item) {
    Messages words = Messages.in(language);
    String code = "evidence.entry." + item.path("type").asText();
    StringBuilder facts = new StringBuilder();
    list(facts, "", item.path("facts"));
    list(facts, "", item.path("person"));
    page.row(
        List.of(
            item.path("journal").asText(),
            page.time(item.path("at").asText()),
            words.has(code) ? words.say(code) : item.path("type").asText(),
            facts.toString()));
  }

  private static void list(StringBuilder facts, String name, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  list(
                      facts,
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue()));
      return;
    }
    boolean things = node.isArray() && node.size() > 0 && node.get(0).isObject();
    String value =
        things ? "[" + node.size() + "]" : node.isTextual() ? node.asText() : node.toString();
    if (!node.isNull() && !node.isMissingNode() && !value.isEmpty() && !value.equals("[]")) {
      facts.append(facts.isEmpty() ? "" : "; ").append(name).append(" = ").append(value);
    }
  }

  /** 00:01:02.345 */
  static String clock(double seconds) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }
}
