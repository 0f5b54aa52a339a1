package dev.assent.compliance.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Q02: for every call that counts, how many of its person and of its number there were in each
 * period of the caps it was decided on, itself included. People who were merged are one from then
 * on.
 */
final class CallsWithinCaps {
  /** No cap reaches further back. */
  private static final long DAYS_BACK = 32;

  private CallsWithinCaps() {}

  static Answer answer(History history, Period period) {
    var law = new LawText(history);
    Map<UUID, List<Call>> byNumber = new HashMap<>();
    Map<UUID, List<Call>> byPerson = new HashMap<>();
    var people = new MergedPeople(history.joins);
    Map<LawText.Cap, Integer> most = new LinkedHashMap<>();
    List<AuditFinding> findings = new ArrayList<>();
    long counted = 0;
    boolean territories = false;
    Period all = new Period(Instant.MIN, Instant.MAX);
    List<Call> calls =
        history.calls(all).stream()
            .filter(call -> call.counts)
            .sorted(Comparator.comparingLong(call -> call.position))
            .toList();
    for (Call call : calls) {
      byNumber.computeIfAbsent(call.number, _ -> new ArrayList<>()).add(call);
      byPerson.computeIfAbsent(call.person, _ -> new ArrayList<>()).add(call);
      if (!period.contains(call.at)) {
        continue;
      }
      counted++;
      Optional<LawText.Limits> held = law.of(call);
      if (held.isEmpty()) {
        findings.add(call.finding("LAW_UNKNOWN", call.packs));
        continue;
      }
      territories |= held.get().territories;
      List<Call> ofNumber = byNumber.getOrDefault(call.number, List.of());
      List<Call> ofPerson =
          people.oneWith(call.person, call.position).stream()
              .flatMap(member -> byPerson.getOrDefault(member, List.of()).stream())
              .toList();
      for (LawText.Cap cap : held.get().caps) {
        boolean person = cap.scope().equals("person");
        int count = count(person ? ofPerson : ofNumber, call, cap.window());
        most.merge(cap, count, Math::max);
        if (count > cap.limit()) {
          findings.add(
              call.finding(
                  "OVER_CAP",
                  "%s %s: %d of %d".formatted(cap.scope(), cap.window(), count, cap.limit())));
        }
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("calls", counted);
    List<Map<String, Object>> rows = new ArrayList<>();
    most.forEach(
        (cap, count) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("scope", cap.scope());
          row.put("window", cap.window());
          row.put("limit", cap.limit());
          row.put("most", count);
          rows.add(row);
        });
    return new Answer(figures, rows, findings, territories ? List.of("territories") : List.of());
  }

  private static int count(List<Call> calls, Call now, String window) {
    int count = 0;
    for (Call call : calls) {
      if (!call.at.isAfter(now.at)
          && call.at.isAfter(now.at.minus(DAYS_BACK, ChronoUnit.DAYS))
          && within(call.at, now, window)) {
        count++;
      }
    }
    return count;
  }

  private static boolean within(Instant at, Call now, String window) {
    return switch (window) {
      case "hours-24" -> at.isAfter(now.at.minus(24, ChronoUnit.HOURS));
      case "days-7" -> at.isAfter(now.at.minus(7 * 24, ChronoUnit.HOURS));
      case "days-30" -> at.isAfter(now.at.minus(30 * 24, ChronoUnit.HOURS));
      case "day", "week", "month" ->
          zones(now).stream().anyMatch(zone -> same(at, now.at, zone, window));
      default -> throw new IllegalStateException("a cap over an unknown period: " + window);
    };
  }

  private static List<ZoneId> zones(Call call) {
    return call.zones.isEmpty() ? List.of(ZoneOffset.ofHours(8)) : call.zones;
  }

  private static boolean same(Instant one, Instant other, ZoneId zone, String window) {
    LocalDate a = one.atZone(zone).toLocalDate();
    LocalDate b = other.atZone(zone).toLocalDate();
    return switch (window) {
      case "day" -> a.equals(b);
      case "week" -> monday(a).equals(monday(b));
      default -> a.withDayOfMonth(1).equals(b.withDayOfMonth(1));
    };
  }

  private static LocalDate monday(LocalDate day) {
    return day.minusDays(day.getDayOfWeek().getValue() - 1L);
  }
}
