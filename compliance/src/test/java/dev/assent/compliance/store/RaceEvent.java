package dev.assent.compliance.store;

import java.util.List;

/**
 * What one side of a race saw, by the machine's monotonic clock, which all processes share.
 *
 * @param person index of the person; -1 for a hold, which is about everybody
 * @param begun before it was asked for
 * @param done when the answer was there
 * @param freeAt when the last look before bytes leave said that no hold is set; 0 if one was
 */
record RaceEvent(Kind kind, String phase, int person, long begun, long done, long freeAt) {
  enum Kind {
    CLEARED,
    REFUSED,
    WITHDRAWN,
    HELD,
    LISTED
  }

  String line() {
    return "%s %s %d %d %d %d".formatted(kind, phase, person, begun, done, freeAt);
  }

  static RaceEvent of(String line) {
    List<String> words = List.of(line.split(" "));
    return new RaceEvent(
        Kind.valueOf(words.get(0)),
        words.get(1),
        Integer.parseInt(words.get(2)),
        Long.parseLong(words.get(3)),
        Long.parseLong(words.get(4)),
        Long.parseLong(words.get(5)));
  }
}
