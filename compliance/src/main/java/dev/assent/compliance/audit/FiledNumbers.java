package dev.assent.compliance.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Q11: every call showed a number that was filed then, for its purpose and on its trunk. */
final class FiledNumbers {
  private FiledNumbers() {}

  static Answer answer(History history, Period period) {
    List<AuditFinding> findings = new ArrayList<>();
    Map<String, Integer> calls = new TreeMap<>();
    for (Call call : history.calls(period)) {
      if (call.callerNumber.isEmpty()) {
        findings.add(call.finding("NUMBER_NOT_KEPT", "an older entry"));
        continue;
      }
      calls.merge(call.callerNumber, 1, Integer::sum);
      wrong(history, call).ifPresent(code -> findings.add(call.finding(code, call.callerNumber)));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    calls.forEach(
        (number, count) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("number", number);
          JsonNode filed =
              history
                  .registered("CALLER_NUMBER", number, Long.MAX_VALUE)
                  .map(Registration::body)
                  .orElse(MissingNode.getInstance());
          row.put("filing", filed.path("filingNo").asText());
          row.put("letter", filed.path("commitmentLetter").asText());
          row.put("validTo", filed.path("validTo").asText());
          row.put("calls", count);
          rows.add(row);
        });
    return new Answer(Map.of("numbers", rows.size()), rows, findings, List.of());
  }

  private static Optional<String> wrong(History history, Call call) {
    Optional<Registration> registered =
        history.registered("CALLER_NUMBER", call.callerNumber, call.position);
    if (registered.isEmpty()) {
      return Optional.of("NUMBER_UNKNOWN");
    }
    JsonNode number = registered.get().body();
    LocalDate day = LocalDate.ofInstant(call.at, ZoneOffset.UTC);
    if (number.path("filingNo").asText("").isEmpty() || !number.path("outbound").asBoolean()) {
      return Optional.of("NUMBER_NOT_FILED");
    }
    if (number.path("retiredAt").isTextual()) {
      return Optional.of("NUMBER_RETIRED");
    }
    if (number.path("validTo").isTextual()
        && LocalDate.parse(number.path("validTo").asText()).isBefore(day)) {
      return Optional.of("FILING_EXPIRED");
    }
    if (!holds(number.path("trunks"), call.trunk)) {
      return Optional.of("NOT_OF_THAT_TRUNK");
    }
    String purpose =
        history
            .registered("CAMPAIGN", call.campaign.toString(), call.position)
            .map(campaign -> campaign.body().path("purpose").asText())
            .orElse("");
    return holds(number.path("uses"), purpose) ? Optional.empty() : Optional.of("OTHER_USE");
  }

  private static boolean holds(JsonNode list, String value) {
    for (JsonNode each : list) {
      if (each.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }
}
