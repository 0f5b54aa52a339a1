package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two nodes called one list and one of them lost the database: {@code NodesAtTheCarrier CARRIER
 * REFUSALS PEOPLE OPEN CUT-NODE CUT-AT FROM TO CPS}. The refusals hold a number and, in
 * milliseconds since 1970, when it was taken; so are all times. Nobody may have been called twice,
 * nobody after their word; who was not called is refused, or one of those OPEN in the report: an
 * attempt that is UNKNOWN, or put off; the node that was cut off sent nothing new a second and a
 * half later; between FROM and TO both together used the budget, and never more.
 */
public final class NodesAtTheCarrier {
  private static final Duration BLIND = Duration.ofMillis(1500);

  /** What is asked for; how much of it is reached is the machine's load here. */
  private static final double GOAL = 0.95;

  /** Less is no load any more. */
  private static final double LEAST = 0.25;

  private static final Pattern CONTACT =
      Pattern.compile("(?im)^(?:contact|m) *:[^<]*<sips?:(?:[^@>]*@)?([0-9.]+)");

  private record Call(String number, String from, Instant at) {}

  private NodesAtTheCarrier() {}

  public static void main(String[] args) throws IOException {
    List<Call> calls = calls(Path.of(args[0]));
    Map<String, Instant> refused = refused(Path.of(args[1]));
    List<String> faults = new ArrayList<>(once(calls, refused));
    missed(calls, refused, Integer.parseInt(args[2]), Integer.parseInt(args[3]), faults);
    blind(calls, args[4], at(args[5]), faults);
    budget(calls, at(args[6]), at(args[7]), Double.parseDouble(args[8]), faults);
    faults.forEach(System.err::println);
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static List<String> once(List<Call> calls, Map<String, Instant> refused) {
    Map<String, Integer> times = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    for (Call call : calls) {
      times.merge(call.number(), 1, Integer::sum);
      Instant word = refused.get(call.number());
      if (word != null && call.at().isAfter(word)) {
        faults.add("called after their word: " + tail(call.number()));
      }
    }
    times.forEach(
        (number, count) -> {
          if (count > 1) {
            faults.add("called " + count + " times: " + tail(number));
          }
        });
    return faults;
  }

  private static void missed(
      List<Call> calls,
      Map<String, Instant> refused,
      int people,
      int unknown,
      List<String> faults) {
    long called = calls.stream().map(Call::number).distinct().count();
    long refusedOnly =
        refused.keySet().stream()
            .filter(number -> calls.stream().noneMatch(call -> call.number().equals(number)))
            .count();
    long missed = people - called - refusedOnly;
    System.out.printf(
        Locale.ROOT,
        "%d people: %d called, %d refused before, %d not called of %d unknown or put off%n",
        people,
        called,
        refusedOnly,
        missed,
        unknown);
    if (missed < 0 || missed > unknown) {
      faults.add(missed + " people were not called, " + unknown + " are unknown or put off");
    }
  }

  private static void blind(List<Call> calls, String node, Instant cut, List<String> faults) {
    Map<String, Integer> byNode = new TreeMap<>();
    calls.forEach(call -> byNode.merge(call.from(), 1, Integer::sum));
    System.out.println("calls by node: " + byNode);
    if (byNode.size() < 2) {
      faults.add("only one node dialled");
    }
    calls.stream()
        .filter(call -> call.from().equals(node) && call.at().isAfter(cut.plus(BLIND)))
        .forEach(
            call ->
                faults.add(
                    "the blind node dialled %d ms after it was cut off"
                        .formatted(Duration.between(cut, call.at()).toMillis())));
  }

  private static void budget(
      List<Call> calls, Instant from, Instant to, double cps, List<String> faults) {
    long placed =
        calls.stream().filter(call -> !call.at().isBefore(from) && call.at().isBefore(to)).count();
    double seconds = Duration.between(from, to).toMillis() / 1000.0;
    double used = placed / seconds / cps;
    System.out.printf(
        Locale.ROOT,
        "budget: %.2f of %.1f calls a second, %.1f %% (goal %.0f %%)%n",
        placed / seconds,
        cps,
        100 * used,
        100 * GOAL);
    if (used < LEAST) {
      faults.add("the shared budget was not used");
    }
    if (placed > cps * seconds + 2) {
      faults.add("the shared budget was exceeded");
    }
  }

  private static String tail(String number) {
    return "…" + number.substring(number.length() - 4);
  }

  private static Instant at(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static List<Call> calls(Path carrier) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : CarrierAccount.read(carrier).calls()) {
      calls.add(
          new Call(
              digits(call.path("called").asText()),
              node(call.path("inviteText").asText()),
              Instant.parse(call.path("invitedAt").asText())));
    }
    return calls;
  }

  /** By the address it wants to be reached at. */
  private static String node(String invite) {
    Matcher contact = CONTACT.matcher(invite);
    if (!contact.find()) {
      throw new IllegalStateException("an INVITE without Contact");
    }
    return contact.group(1);
  }

  private static Map<String, Instant> refused(Path refusals) throws IOException {
    Map<String, Instant> refused = new HashMap<>();
    for (String line : Files.readAllLines(refusals)) {
      String[] words = line.split(" ", -1);
      refused.put(digits(words[0]), at(words[1]));
    }
    return refused;
  }

  private static String digits(String number) {
    return number.replaceAll("[^0-9]", "");
  }
}
