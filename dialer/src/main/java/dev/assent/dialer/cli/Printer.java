package dev.assent.dialer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Messages;
import dev.assent.dialer.engine.OutputFormat;
import dev.assent.dialer.engine.Request;
import dev.assent.dialer.engine.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/** Prints data on stdout as a table, JSON or CSV, and remarks on stderr unless quiet. */
public final class Printer {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final PrintStream out;
  private final PrintStream err;
  private final OutputFormat format;
  private final Messages messages;
  private final boolean quiet;

  public Printer(Request request, Terminal terminal) {
    this.out = terminal.out();
    this.err = terminal.err();
    this.format = request.format();
    this.messages = Messages.in(request.language());
    this.quiet = request.quiet();
  }

  /** A listing; an empty one prints its headings, {@code []} or a header line. */
  public <T> void rows(List<Column<T>> columns, Collection<T> rows) {
    switch (format) {
      case TABLE -> table(columns, rows);
      case JSON -> json(columns, rows);
      case CSV -> csv(columns, rows);
    }
    out.flush();
  }

  /** One thing with named properties: a line each, one JSON object, or two CSV lines. */
  public void fields(Map<String, @Nullable Object> fields) {
    switch (format) {
      case TABLE -> {
        int widest = fields.keySet().stream().mapToInt(key -> width(heading(key))).max().orElse(0);
        fields.forEach((key, value) -> out.println(pad(heading(key), widest) + "  " + text(value)));
      }
      case JSON -> {
        ObjectNode node = JSON.createObjectNode();
        fields.forEach((key, value) -> put(node, key, value));
        out.println(write(node));
      }
      case CSV -> {
        out.print(csvLine(List.copyOf(fields.keySet())));
        out.print(csvLine(fields.values().stream().map(Printer::text).toList()));
      }
    }
    out.flush();
  }

  /** A remark for people, on stderr. */
  public void say(String code, Object... arguments) {
    if (!quiet) {
      err.println(messages.say(code, arguments));
      err.flush();
    }
  }

  /** A warning, on stderr even when quiet. */
  public void warn(String code, Object... arguments) {
    err.println(messages.say("cli.warning", messages.say(code, arguments)));
    err.flush();
  }

  private <T> void table(List<Column<T>> columns, Collection<T> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(column -> heading(column.key())).toList());
    for (T row : rows) {
      lines.add(columns.stream().map(column -> text(column.value().apply(row))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(line.get(i)));
      }
    }
    for (List<String> line : lines) {
      var text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(pad(line.get(i), widths[i])).append("  ");
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private <T> void json(List<Column<T>> columns, Collection<T> rows) {
    ArrayNode array = JSON.createArrayNode();
    for (T row : rows) {
      ObjectNode node = array.addObject();
      columns.forEach(column -> put(node, column.key(), column.value().apply(row)));
    }
    out.println(write(array));
  }

  private <T> void csv(List<Column<T>> columns, Collection<T> rows) {
    out.print(csvLine(columns.stream().map(Column::key).toList()));
    for (T row : rows) {
      out.print(csvLine(columns.stream().map(column -> text(column.value().apply(row))).toList()));
    }
  }

  private static void put(ObjectNode node, String key, @Nullable Object value) {
    switch (value) {
      case null -> node.putNull(key);
      case Integer number -> node.put(key, number);
      case Long number -> node.put(key, number);
      case Double number -> node.put(key, number);
      case Boolean truth -> node.put(key, truth);
      case Collection<?> items -> {
        ArrayNode array = node.putArray(key);
        items.forEach(item -> array.add(text(item)));
      }
      default -> node.put(key, text(value));
    }
  }

  private static String write(Object node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }

  /** RFC 4180: CRLF, quotes where needed. */
  private static String csvLine(List<String> cells) {
    return cells.stream()
            .map(
                cell ->
                    cell.matches("(?s).*[\",\\r\\n].*")
                        ? '"' + cell.replace("\"", "\"\"") + '"'
                        : cell)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Collection<?> items ->
          items.stream().map(Printer::text).collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }

  private String heading(String key) {
    String code = "column." + key;
    return messages.has(code) ? messages.say(code) : key;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Columns on a terminal: a Chinese character takes two. */
  private static int width(String text) {
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }
}
