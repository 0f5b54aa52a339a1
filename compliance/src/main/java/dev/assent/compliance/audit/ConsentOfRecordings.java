package dev.assent.compliance.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Q05: each recording follows its own call's durable consent, and each consent has its recording.
 */
final class ConsentOfRecordings {
  private ConsentOfRecordings() {}

  static Answer answer(History history, Period period) {
    List<AuditFinding> findings = new ArrayList<>();
    Set<UUID> recorded = new HashSet<>();
    long recordings = 0;
    long unsealed = 0;
    for (History.Opened opened : history.recordings) {
      recorded.add(opened.attempt());
      Call call = history.calls.get(opened.attempt());
      if (call != null && !period.contains(call.at)) {
        continue;
      }
      recordings++;
      unsealed += history.sealed.containsKey(opened.recording()) ? 0 : 1;
      History.Consent consent = history.consents.get(opened.attempt());
      if (call == null) {
        findings.add(finding(opened, "RECORDING_OF_NO_CALL"));
      } else if (consent == null) {
        findings.add(finding(opened, "RECORDED_WITHOUT_CONSENT"));
      } else if (consent.position() > opened.position()) {
        findings.add(finding(opened, "RECORDED_BEFORE_CONSENT"));
      }
    }
    long agreed = 0;
    long unrecorded = 0;
    for (History.Consent consent : history.consents.values()) {
      Call call = history.calls.get(consent.attempt());
      if (call != null && period.contains(call.at)) {
        agreed++;
        unrecorded += recorded.contains(consent.attempt()) ? 0 : 1;
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("recordings", recordings);
    figures.put("unsealed", unsealed);
    figures.put("consents", agreed);
    figures.put("unrecorded", unrecorded);
    return new Answer(figures, List.of(), findings, List.of());
  }

  private static AuditFinding finding(History.Opened opened, String code) {
    return new AuditFinding(
        opened.position(), opened.recording(), code, "call " + opened.attempt());
  }
}
