package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a carrier wrote down: its totals and each of its calls. */
record CarrierAccount(JsonNode totals, List<JsonNode> calls) {

  static CarrierAccount read(Path directory) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> calls = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json") && !name.equals("carrier.json")) {
          calls.add(json.readTree(file.toFile()));
        }
      }
    }
    return new CarrierAccount(json.readTree(directory.resolve("carrier.json").toFile()), calls);
  }

  int total(String key) {
    JsonNode value = totals.path(key);
    if (!value.isInt()) {
      throw new IllegalStateException("carrier.json has no number '" + key + "'");
    }
    return value.intValue();
  }

  /** Answered calls in which this was the key that decides: 9 before 0 before 1. */
  int decidedBy(char key) {
    return (int) calls.stream().filter(call -> decisive(call) == key).count();
  }

  private static char decisive(JsonNode call) {
    StringBuilder pressed = new StringBuilder();
    call.path("keys").forEach(keys -> pressed.append(keys.path("digits").asText()));
    for (char key : new char[] {'9', '0', '1'}) {
      if (pressed.indexOf(String.valueOf(key)) >= 0) {
        return key;
      }
    }
    return ' ';
  }
}
