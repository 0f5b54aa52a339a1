package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be true however often an engine was killed: {@code CrashCheck CARRIER_OUT DEAD
 * RECORDINGS.json OPTED_OUT}.
 *
 * <p>DEAD holds a line for each kill, the milliseconds since 1970 of the kill and of the new
 * engine's start. Writes to OPTED_OUT the numbers that pressed 9 while an engine was there for long
 * enough to write it down: they must be on the do-not-call list. Exit 1 if a number was called
 * twice, a call left hanging, or a recording damaged.
 */
public final class CrashCheck {
  /** From the key to the confirmed opt-out; a kill within it may be quicker. */
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(2);

  private CrashCheck() {}

  private record Dead(Instant from, Instant to) {}

  public static void main(String[] args) throws IOException {
    CarrierAccount carrier = CarrierAccount.read(Path.of(args[0]));
    List<Dead> dead = dead(Path.of(args[1]));
    Files.write(Path.of(args[3]), optedOut(carrier, dead));
    Map<String, Integer> verdicts = verdicts(Path.of(args[2]));
    System.out.printf(
        "%d calls, %d answered, recordings %s%n",
        carrier.total("attempted"), carrier.total("answered"), verdicts);
    List<String> faults = new ArrayList<>();
    if (carrier.total("duplicateInvitesToNumber") > 0) {
      faults.add("numbers called twice: " + carrier.total("duplicateInvitesToNumber"));
    }
    int orphaned = carrier.total("orphaned") + carrier.total("open");
    if (orphaned > 0) {
      faults.add("calls left hanging: " + orphaned);
    }
    if (verdicts.isEmpty() || verdicts.keySet().stream().anyMatch(CrashCheck::bad)) {
      faults.add("recordings " + verdicts);
    }
    faults.forEach(fault -> System.out.println("WRONG: " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static List<Dead> dead(Path file) throws IOException {
    List<Dead> dead = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] ends = line.split(" ");
      dead.add(
          new Dead(
              Instant.ofEpochMilli(Long.parseLong(ends[0])),
              Instant.ofEpochMilli(Long.parseLong(ends[1]))));
    }
    return dead;
  }

  private static List<String> optedOut(CarrierAccount carrier, List<Dead> dead) {
    List<String> numbers = new ArrayList<>();
    for (JsonNode call : carrier.calls()) {
      for (JsonNode keys : call.path("keys")) {
        Instant at = Instant.parse(keys.path("at").asText());
        Instant answered = Instant.parse(call.path("answeredAt").asText());
        if (keys.path("digits").asText().contains("9") && listened(answered, at, dead)) {
          numbers.add(call.path("called").asText());
        }
      }
    }
    return numbers;
  }

  /** The engine that heard the answer lived on: a new one only hangs up what the old one left. */
  private static boolean listened(Instant answered, Instant key, List<Dead> dead) {
    Instant durable = key.plus(DURABLE_WITHIN);
    return dead.stream().noneMatch(d -> !d.from.isAfter(durable) && !d.to.isBefore(answered));
  }

  private static Map<String, Integer> verdicts(Path file) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode recording : new ObjectMapper().readTree(file.toFile())) {
      counts.merge(recording.path("verdict").asText(), 1, Integer::sum);
    }
    return counts;
  }

  private static boolean bad(String verdict) {
    return !verdict.startsWith("COMPLETE") && !verdict.startsWith("INCOMPLETE");
  }
}
