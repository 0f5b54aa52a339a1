package dev.assent.dialer.export;

import dev.assent.dialer.HtmlText;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A page that stands alone: no script, nothing fetched, prints well. One thread. */
final class Html {
  private static final String PREFIX = "export.page.";
  private static final String STYLE =
      """
      body{font:15px/1.5 "Noto Sans","Noto Sans SC",system-ui,sans-serif;color:#1b1f24;max-width:60rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:1.8rem 0 .5rem;border-bottom:2px solid #2f5d8a;padding-bottom:.2rem}
      table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;border-bottom:1px solid #d8dee4;padding:.3rem .8rem .3rem 0}td:last-child{overflow-wrap:anywhere}
      th{font-weight:600;color:#57606a}th:first-child,td:first-child{white-space:nowrap}code{font-size:13px;overflow-wrap:anywhere}
      .warn{border-left:4px solid #9a3412;padding:.3rem .8rem;background:#fff4ed}pre{overflow-x:auto;background:#f6f8fa;padding:.6rem}
      """;

  /** Courts of the mainland read Beijing time; the JSON beside has UTC. */
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS '(UTC+8)'", Locale.ROOT)
          .withZone(ZoneOffset.ofHours(8));

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Language language;
  private final Messages words;
  private final StringBuilder html = new StringBuilder();

  Html(Language language, String title) {
    this.language = language;
    this.words = Messages.in(language);
    html.append("<!doctype html>\n<html lang=\"")
        .append(language == Language.ZH ? "zh-CN" : "en")
        .append(
            "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>")
        .append(HtmlText.of(words.say(title)))
        .append("</title><style>")
        .append(STYLE)
        .append("</style>\n<h1>")
        .append(HtmlText.of(words.say(title)))
        .append("</h1>\n");
  }

  /** The words of a code of these pages; the code itself where there are none. */
  String word(String code) {
    String key = PREFIX + code;
    return words.has(key) ? words.say(key) : code;
  }

  String said(String code, Object... arguments) {
    String key = PREFIX + code;
    return words.say(key, arguments);
  }

  /**
   * A moment as its readers write it.
   *
   * @param iso ISO 8601; empty for none
   */
  String time(String iso) {
    return iso.isEmpty()
        ? ""
        : (language == Language.ZH ? BEIJING : UTC).format(Instant.parse(iso));
  }

  Html section(String code) {
    html.append("<h2>").append(HtmlText.of(word(code))).append("</h2>\n");
    return this;
  }

  Html paragraph(String said) {
    html.append("<p>").append(HtmlText.of(said)).append("</p>\n");
    return this;
  }

  /** What nobody may overlook. */
  Html warning(String said) {
    html.append("<p class=\"warn\">").append(HtmlText.of(said)).append("</p>\n");
    return this;
  }

  /** To be typed as it stands. */
  Html commands(String lines) {
    html.append("<pre>").append(HtmlText.of(lines)).append("</pre>\n");
    return this;
  }

  Html begin(String... headings) {
    html.append("<table>");
    if (headings.length > 0) {
      html.append("<tr>");
      for (String heading : headings) {
        html.append("<th>").append(HtmlText.of(word(heading))).append("</th>");
      }
      html.append("</tr>\n");
    }
    return this;
  }

  Html row(List<String> cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(HtmlText.of(cell)).append("</td>");
    }
    html.append("</tr>\n");
    return this;
  }

  /** A line with its name. */
  Html fact(String code, String value) {
    return value.isEmpty() ? this : row(List.of(word(code), value));
  }

  Html end() {
    html.append("</table>\n");
    return this;
  }

  String written() {
    return html + "</html>\n";
  }
}
