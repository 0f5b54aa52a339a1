package dev.assent.dialer.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A listing told row by row, so that one of a million needs no memory. The columns of a table are
 * as wide as its first rows need. One thread.
 */
public final class RowStream<T> implements Consumer<T>, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final List<Column<T>> columns;
  private final OutputFormat format;
  private final Writer out;
  private final @Nullable SequenceWriter json;
  private final int rowsToMeasure;

  /** Null once they were measured and printed. */
  private @Nullable List<List<String>> measured = new ArrayList<>();

  private int[] widths;

  RowStream(
      PrintStream stream,
      OutputFormat format,
      List<Column<T>> columns,
      UnaryOperator<String> heading,
      int rowsToMeasure) {
    this.columns = columns;
    this.format = format;
    this.rowsToMeasure = rowsToMeasure;
    this.widths = new int[columns.size()];
    this.out = new BufferedWriter(new OutputStreamWriter(stream, stream.charset()), BUFFER);
    try {
      this.json = format == OutputFormat.JSON ? array(out) : null;
      if (format == OutputFormat.CSV) {
        out.write(Csv.BYTE_ORDER_MARK);
        out.write(Csv.line(columns.stream().map(Column::key).toList()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (format == OutputFormat.TABLE) {
      measure(columns.stream().map(column -> heading.apply(column.key())).toList());
    }
  }

  private static SequenceWriter array(Writer out) throws IOException {
    return Printer.JSON
        .writer()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
        .writeValuesAsArray(out);
  }

  @Override
  public void accept(T row) {
    try {
      switch (format) {
        case TABLE -> measure(texts(row));
        case JSON -> {
          if (json != null) {
            json.write(Printer.node(columns, row));
          }
        }
        case CSV ->
            out.write(Csv.line(columns.stream().map(column -> column.value().apply(row)).toList()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> texts(T row) {
    return columns.stream().map(column -> Printer.text(column.value().apply(row))).toList();
  }

  private void measure(List<String> cells) {
    List<List<String>> waiting = measured;
    if (waiting == null) {
      line(cells);
      return;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Printer.width(cells.get(i)));
    }
    waiting.add(cells);
    if (waiting.size() > rowsToMeasure) {
      printMeasured(waiting);
    }
  }

  private void printMeasured(List<List<String>> lines) {
    measured = null;
    lines.forEach(this::line);
  }

  private void line(List<String> cells) {
    var text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(Printer.pad(cells.get(i), widths[i])).append("  ");
    }
    try {
      out.write(text.toString().stripTrailing());
      out.write(System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the listing; the stream it went to stays open. */
  @Override
  public void close() {
    try {
      if (measured != null && format == OutputFormat.TABLE) {
        printMeasured(measured);
      }
      if (json != null) {
        json.close();
        out.write(System.lineSeparator());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
