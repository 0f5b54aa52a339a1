package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The report of a campaign as JSON, and what must be true of any. */
record CampaignReport(JsonNode json) {
  private static final Set<String> ANSWERED =
      Set.of("agreed", "refused", "optedOut", "noKey", "hungUp");
  private static final Set<String> OTHERS =
      Set.of("answered", "busy", "noAnswer", "cancelled", "failed", "unknown");
  private static final Set<String> KEYS =
      Set.of(
          "campaign",
          "imported",
          "attempted",
          "blocked",
          "deferred",
          "causes",
          "quality",
          "calls",
          "recordings",
          "testCalls",
          "journal");

  static CampaignReport read(Path file) throws IOException {
    return new CampaignReport(new ObjectMapper().readTree(file.toFile()));
  }

  /**
   * @throws IllegalStateException when it is no number
   */
  int count(String key) {
    JsonNode value = json.path(key);
    if (!value.isInt()) {
      throw new IllegalStateException("the report has no number '" + key + "'");
    }
    return value.intValue();
  }

  /** Sum over all codes of {@code blocked} or {@code deferred}. */
  int sum(String key) {
    int sum = 0;
    for (JsonNode value : json.path(key)) {
      sum += value.intValue();
    }
    return sum;
  }

  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /** Which of the equations do not hold; empty when all do. */
  List<String> faults() {
    List<String> faults = new ArrayList<>(keyFaults());
    if (!faults.isEmpty()) {
      return faults;
    }
    int answered = ANSWERED.stream().mapToInt(this::count).sum();
    if (answered != count("answered")) {
      faults.add("agreed + refused + optedOut + noKey + hungUp is not answered");
    }
    if (OTHERS.stream().mapToInt(this::count).sum() != count("attempted")) {
      faults.add("the outcomes do not add up to attempted");
    }
    if (count("attempted") + sum("blocked") + sum("deferred") != count("imported")) {
      faults.add("attempted + blocked + deferred is not imported");
    }
    // Some agree first and opt out in the same call.
    if (at("/recordings/expected").intValue() < count("agreed")) {
      faults.add("fewer recordings expected than people agreed");
    }
    if (at("/recordings/complete").intValue() != at("/recordings/expected").intValue()) {
      faults.add("not every recording is complete");
    }
    if (at("/journal/entries").intValue() <= 0 || !at("/journal/verified").booleanValue()) {
      faults.add("the journal is not verified");
    }
    return faults;
  }

  private List<String> keyFaults() {
    Set<String> expected = new TreeSet<>(KEYS);
    expected.addAll(ANSWERED);
    expected.addAll(OTHERS);
    Set<String> found = new TreeSet<>();
    json.fieldNames().forEachRemaining(found::add);
    return found.equals(expected)
        ? List.of()
        : List.of("keys " + found + " where there should be " + expected);
  }
}
