package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two campaigns called one list at once while some said no: {@code RaceAtTheCarrier CARRIER
 * REFUSALS PEOPLE}. The refusals hold a number and, in milliseconds since 1970, when it was taken.
 * Nobody may have been called twice, nobody after their word, and of the others nobody missed.
 */
public final class RaceAtTheCarrier {
  private RaceAtTheCarrier() {}

  public static void main(String[] args) throws IOException {
    List<String> faults = faults(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
    faults.forEach(System.err::println);
    if (faults.isEmpty()) {
      System.out.println(args[2] + " people, each called once at most, none after their word");
    }
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static List<String> faults(Path carrier, Path refusals, int people) throws IOException {
    Map<String, List<Instant>> calls = calls(carrier);
    Map<String, Instant> refused = refused(refusals);
    List<String> faults = new ArrayList<>();
    calls.forEach(
        (number, times) -> {
          if (times.size() > 1) {
            faults.add("called " + times.size() + " times: " + tail(number));
          }
          Instant word = refused.get(number);
          if (word != null && times.stream().anyMatch(time -> time.isAfter(word))) {
            faults.add("called after their word: " + tail(number));
          }
        });
    long owed = people - refused.keySet().stream().filter(n -> !calls.containsKey(n)).count();
    if (calls.size() != owed) {
      faults.add("called " + calls.size() + " people of " + owed);
    }
    if (refused.keySet().stream().allMatch(calls::containsKey)) {
      faults.add("every refusal came too late to show anything");
    }
    return faults;
  }

  private static String tail(String number) {
    return "…" + number.substring(number.length() - 4);
  }

  /** Times by number, digits only. */
  private static Map<String, List<Instant>> calls(Path carrier) throws IOException {
    Map<String, List<Instant>> calls = new HashMap<>();
    for (JsonNode call : CarrierAccount.read(carrier).calls()) {
      calls
          .computeIfAbsent(digits(call.path("called").asText()), _ -> new ArrayList<>())
          .add(Instant.parse(call.path("invitedAt").asText()));
    }
    return calls;
  }

  private static Map<String, Instant> refused(Path refusals) throws IOException {
    Map<String, Instant> refused = new HashMap<>();
    for (String line : Files.readAllLines(refusals)) {
      String[] words = line.split(" ", -1);
      refused.put(digits(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1])));
    }
    return refused;
  }

  private static String digits(String number) {
    return number.replaceAll("[^0-9]", "");
  }
}
