package dev.assent.dialer.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Messages;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
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
  public static final ObjectMapper JSON =
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
    try (RowStream<T> stream = stream(columns, rows.size())) {
      rows.forEach(stream);
    }
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
        out.print(Csv.BYTE_ORDER_MARK + Csv.line(List.copyOf(fields.keySet())));
        out.print(Csv.line(new ArrayList<>(fields.values())));
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

  /** The same for rows told one by one; to be closed after the last. */
  public <T> RowStream<T> stream(List<Column<T>> columns, int rowsToMeasure) {
    return new RowStream<>(out, format, columns, this::heading, rowsToMeasure);
  }

  static <T> ObjectNode node(List<Column<T>> columns, T row) {
    ObjectNode node = JSON.createObjectNode();
    columns.forEach(column -> put(node, column.key(), column.value().apply(row)));
    return node;
  }

  private static void put(ObjectNode node, String key, @Nullable Object value) {
    node.set(key, json(value));
  }

  private static JsonNode json(@Nullable Object value) {
    JsonNodeFactory nodes = JSON.getNodeFactory();
    return switch (value) {
      case null -> nodes.nullNode();
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Double number -> nodes.numberNode(number);
      case Boolean truth -> nodes.booleanNode(truth);
      case Map<?, ?> fields -> {
        ObjectNode inner = nodes.objectNode();
        fields.forEach((key, field) -> inner.set(text(key), json(field)));
        yield inner;
      }
      case Collection<?> items -> {
        ArrayNode array = nodes.arrayNode();
        items.forEach(item -> array.add(json(item)));
        yield array;
      }
      default -> nodes.textNode(text(value));
    };
  }

  private static String write(Object node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }

  /** A cell as text; null is empty. */
  public static String text(@Nullable Object value) {
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

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Columns on a terminal: a Chinese character takes two. */
  static int width(String text) {
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }
}
