package dev.assent.compliance.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Q03: by each number's own counter, no call was held after a word that stops every call. A refusal
 * for some purposes or one line is counted and left to the gate's record. A call under way when the
 * word came is shown with its end.
 */
final class CallsAfterRefusal {
  private CallsAfterRefusal() {}

  static Answer answer(History history, Period period) {
    Map<UUID, List<Call>> byNumber = new HashMap<>();
    history
        .calls(new Period(Instant.MIN, Instant.MAX))
        .forEach(call -> byNumber.computeIfAbsent(call.number, _ -> new ArrayList<>()).add(call));
    List<AuditFinding> findings = new ArrayList<>();
    List<Map<String, Object>> underWay = new ArrayList<>();
    long total = 0;
    long partial = 0;
    for (History.No no : history.refusals) {
      if (period.contains(no.at())) {
        total += no.total() ? 1 : 0;
        partial += no.total() ? 0 : 1;
      }
      for (Call call : byNumber.getOrDefault(no.number(), List.of())) {
        boolean after = no.n() > 0 ? call.n > no.n() : call.at.isAfter(no.at());
        if (after && no.total() && period.contains(call.at)) {
          findings.add(
              call.finding("CALLED_AFTER_REFUSAL", no.at() + ", journal " + no.position()));
        }
        boolean live = !after && (call.endedAt == null || call.endedAt.isAfter(no.at()));
        if (live && period.contains(no.at())) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("call", call.id);
          row.put("refusedAt", no.at());
          row.put("endedAt", call.endedAt);
          row.put("outcome", call.outcome);
          underWay.add(row);
        }
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("refusals", total);
    figures.put("partialRefusals", partial);
    figures.put("underWay", underWay.size());
    return new Answer(figures, underWay, findings, List.of("lists"));
  }
}
