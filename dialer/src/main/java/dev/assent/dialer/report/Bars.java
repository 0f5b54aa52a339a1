package dev.assent.dialer.report;

import dev.assent.dialer.HtmlText;
import java.util.List;
import java.util.Locale;

/**
 * Bar charts as SVG that stands in a page: no script, colours by the page's style. Every value is
 * written out, so that nothing is told by colour or length alone.
 */
final class Bars {
  private static final int WIDTH = 720;
  private static final int ROW = 38;
  private static final int COLUMNS_HEIGHT = 190;
  private static final int BASE = 150;
  private static final int TOP = 22;

  private Bars() {}

  /**
   * One line of a chart.
   *
   * @param note written after the value, as a share of something
   * @param tone of the bar: a class of the page's style
   */
  record Row(String label, long value, String note, String tone) {}

  /** One below the other, label above bar. */
  static String horizontal(String title, List<Row> rows) {
    long most = Math.max(1, rows.stream().mapToLong(Row::value).max().orElse(1));
    StringBuilder svg = open(title, ROW * rows.size() + 4);
    int y = 0;
    for (Row row : rows) {
      double width = row.value() == 0 ? 0 : Math.max(2, (double) WIDTH * row.value() / most);
      svg.append(
          """
          <g><title>%s: %s</title><text x="0" y="%d">%s</text>\
          <text x="%d" y="%d" class="v">%s%s</text>\
          <rect x="0" y="%d" width="%d" height="12" class="track"/>\
          <rect x="0" y="%d" width="%s" height="12" class="%s"/></g>
          """
              .formatted(
                  HtmlText.of(row.label()),
                  number(row.value()),
                  y + 15,
                  HtmlText.of(row.label()),
                  WIDTH,
                  y + 15,
                  number(row.value()),
                  row.note().isEmpty() ? "" : " · " + HtmlText.of(row.note()),
                  y + 20,
                  WIDTH,
                  y + 20,
                  decimal(width),
                  row.tone()));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  /**
   * One column of a chart over time: {@code answered} lies within {@code placed}, {@code agreed}
   * within {@code answered}.
   */
  record Column(String label, long placed, long answered, long agreed) {}

  /** One beside the other. */
  static String vertical(String title, List<Column> columns) {
    long most = Math.max(1, columns.stream().mapToLong(Column::placed).max().orElse(1));
    StringBuilder svg = open(title, COLUMNS_HEIGHT);
    double step = (double) WIDTH / Math.max(1, columns.size());
    double width = Math.min(44, step * 0.72);
    int every = Math.max(1, (int) Math.ceil(34 / step));
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double x = i * step + (step - width) / 2;
      svg.append(
          "<g><title>%s: %s / %s / %s</title>"
              .formatted(
                  HtmlText.of(column.label()),
                  number(column.placed()),
                  number(column.answered()),
                  number(column.agreed())));
      bar(svg, x, width, column.placed(), most, "placed");
      bar(svg, x, width, column.answered(), most, "answered");
      bar(svg, x, width, column.agreed(), most, "agreed");
      double middle = x + width / 2;
      if (column.placed() > 0 && step >= 22) {
        svg.append(
            "<text x=\"%s\" y=\"%s\" class=\"c\">%s</text>"
                .formatted(
                    decimal(middle),
                    decimal(BASE - height(column.placed(), most) - 5),
                    number(column.placed())));
      }
      if (i % every == 0) {
        svg.append(
            "<text x=\"%s\" y=\"%d\" class=\"c l\">%s</text>"
                .formatted(decimal(middle), BASE + 18, HtmlText.of(column.label())));
      }
      svg.append("</g>\n");
    }
    svg.append(
        "<line x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"axis\"/>"
            .formatted(BASE, WIDTH, BASE));
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, double x, double width, long value, long most, String tone) {
    if (value > 0) {
      double height = height(value, most);
      svg.append(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>"
              .formatted(
                  decimal(x), decimal(BASE - height), decimal(width), decimal(height), tone));
    }
  }

  private static double height(long value, long most) {
    return value == 0 ? 0 : Math.max(1, (double) (BASE - TOP) * value / most);
  }

  private static StringBuilder open(String title, int height) {
    return new StringBuilder(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height, HtmlText.of(title)));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
