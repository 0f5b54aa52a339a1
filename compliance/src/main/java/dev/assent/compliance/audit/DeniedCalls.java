package dev.assent.compliance.audit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Q08: what the gate forbade or put off, by day (UTC), campaign and worst reason. A person is
 * journalled when the reason changes, not at each look.
 */
final class DeniedCalls {
  private DeniedCalls() {}

  private record Line(LocalDate day, UUID campaign, String state, String code) {
    static final Comparator<Line> ORDER =
        Comparator.comparing(Line::day)
            .thenComparing(Line::campaign)
            .thenComparing(Line::state)
            .thenComparing(Line::code);
  }

  static Answer answer(History history, Period period) {
    Map<Line, Integer> lines = new TreeMap<>(Line.ORDER);
    int total = 0;
    for (History.Denied denied : history.denials) {
      if (period.contains(denied.at())) {
        LocalDate day = LocalDate.ofInstant(denied.at(), ZoneOffset.UTC);
        lines.merge(
            new Line(day, denied.campaign(), denied.state(), denied.code()), 1, Integer::sum);
        total++;
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    lines.forEach(
        (line, count) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("day", line.day());
          row.put("campaign", name(history, line.campaign()));
          row.put("state", line.state());
          row.put("reason", line.code());
          row.put("count", count);
          rows.add(row);
        });
    return new Answer(Map.of("denials", total), rows, List.of(), List.of());
  }

  static String name(History history, UUID campaign) {
    return history
        .registered("CAMPAIGN", campaign.toString(), Long.MAX_VALUE)
        .map(each -> each.body().path("name").asText())
        .orElse(campaign.toString());
  }
}
