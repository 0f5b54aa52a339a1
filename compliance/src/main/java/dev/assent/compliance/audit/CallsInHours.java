package dev.assent.compliance.audit;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Q01: every call's instant against the law it names, in every zone its callee may have been in.
 */
final class CallsInHours {
  private CallsInHours() {}

  static Answer answer(History history, Period period) {
    var law = new LawText(history);
    List<AuditFinding> findings = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    List<Call> calls = history.calls(period);
    long judged = 0;
    for (Call call : calls) {
      Optional<LawText.Limits> held = law.of(call);
      if (held.isEmpty()) {
        findings.add(call.finding("LAW_UNKNOWN", call.packs + "; " + call.calendars));
      } else if (call.zones.isEmpty()) {
        limits.add("zones");
      } else {
        judged++;
        for (ZoneId zone : call.zones) {
          held.get()
              .broken(call.at, zone)
              .ifPresent(code -> findings.add(call.finding(code, call.at.atZone(zone).toString())));
        }
        if (held.get().territories) {
          limits.add("territories");
        }
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("calls", calls.size());
    figures.put("judged", judged);
    return new Answer(figures, List.of(), findings, limits.stream().distinct().toList());
  }
}
