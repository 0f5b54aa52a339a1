package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.RaceEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what all sides saw against what was permitted (requirements 2.4). */
final class RaceReferee {
  private final int people;
  private final List<RaceEvent> events = new ArrayList<>();

  RaceReferee(int people) {
    this.people = people;
  }

  List<RaceEvent> events() {
    return List.copyOf(events);
  }

  void add(List<RaceEvent> seen) {
    events.addAll(seen);
  }

  private List<RaceEvent> cleared(RacePhase phase, int person) {
    return events.stream()
        .filter(e -> e.kind() == Kind.CLEARED)
        .filter(e -> e.phase().equals(phase.name()) && e.person() == person)
        .toList();
  }

  private Optional<RaceEvent> word(Kind kind, int person) {
    return events.stream().filter(e -> e.kind() == kind && e.person() == person).findFirst();
  }

  /** Exactly what the caps permit; nothing that was asked for after a word had been taken. */
  String verdict() {
    int clearances = 0;
    int refused = 0;
    int withdrawn = 0;
    for (int person = 0; person < people; person++) {
      for (RacePhase phase : RacePhase.values()) {
        if (phase.calls(person)) {
          judge(phase, person);
          clearances += cleared(phase, person).size();
        }
      }
      refused += word(Kind.REFUSED, person).isPresent() ? 1 : 0;
      withdrawn += word(Kind.WITHDRAWN, person).isPresent() ? 1 : 0;
    }
    assertThat(refused).as("people who refused").isPositive();
    assertThat(withdrawn).as("people who took back their consent").isPositive();
    assertThat(word(Kind.HELD, -1)).as("a hold was set").isPresent();
    return "%d people, %d clearances, %d refusals, %d withdrawals: exactly what is permitted"
        .formatted(people, clearances, refused, withdrawn);
  }

  private void judge(RacePhase phase, int person) {
    List<RaceEvent> cleared = cleared(phase, person);
    String who = "person " + person + " in " + phase + ": " + cleared;
    switch (phase) {
      case FIRST_DAY -> assertThat(cleared).as(who).hasSize(1);
      case SECOND_DAY -> afterWord(cleared, word(Kind.REFUSED, person), who);
      case THIRD_DAY -> assertThat(cleared).as(who).isEmpty();
      case HOLD -> {
        RaceEvent hold = word(Kind.HELD, -1).orElseThrow();
        assertThat(cleared).as(who).hasSizeLessThanOrEqualTo(1);
        assertThat(cleared)
            .as(who + " though held at " + hold.done())
            .noneMatch(e -> e.begun() > hold.done())
            .noneMatch(e -> e.freeAt() > hold.done());
      }
      case LIST -> afterWord(cleared, word(Kind.LISTED, person), who);
      case WITHDRAWAL -> afterWord(cleared, word(Kind.WITHDRAWN, person), who);
    }
  }

  private static void afterWord(List<RaceEvent> cleared, Optional<RaceEvent> word, String who) {
    if (word.isEmpty()) {
      assertThat(cleared).as(who).hasSize(1);
    } else {
      assertThat(cleared)
          .as(who + " though refused at " + word.get().done())
          .hasSizeLessThanOrEqualTo(1)
          .noneMatch(e -> e.begun() > word.get().done());
    }
  }
}
