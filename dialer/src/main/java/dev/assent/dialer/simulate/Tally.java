package dev.assent.dialer.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls by hour and day where the people are. */
final class Tally {
  private final ZoneId zone;
  private final SortedMap<Integer, long[]> byHour = new TreeMap<>();
  private final SortedMap<LocalDate, long[]> byDay = new TreeMap<>();
  private long calls;
  private long answered;
  private Duration talk = Duration.ZERO;

  Tally(ZoneId zone) {
    this.zone = zone;
  }

  void called(Instant at) {
    calls++;
    count(at, 0);
  }

  void answered(Instant at) {
    answered++;
    count(at, 1);
  }

  private void count(Instant at, int column) {
    ZonedDateTime local = at.atZone(zone);
    byHour.computeIfAbsent(local.getHour(), _ -> new long[2])[column]++;
    byDay.computeIfAbsent(local.toLocalDate(), _ -> new long[2])[column]++;
  }

  void talked(Duration more) {
    talk = talk.plus(more);
  }

  long calls() {
    return calls;
  }

  long answered() {
    return answered;
  }

  Duration talk() {
    return talk;
  }

  SortedMap<Integer, SimulationResult.Row> byHour() {
    SortedMap<Integer, SimulationResult.Row> rows = new TreeMap<>();
    byHour.forEach((hour, row) -> rows.put(hour, new SimulationResult.Row(row[0], row[1])));
    return rows;
  }

  SortedMap<LocalDate, SimulationResult.Row> byDay() {
    SortedMap<LocalDate, SimulationResult.Row> rows = new TreeMap<>();
    byDay.forEach((day, row) -> rows.put(day, new SimulationResult.Row(row[0], row[1])));
    return rows;
  }
}
