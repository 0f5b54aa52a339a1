package dev.assent.dialer.simulate;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The law in force and the health of the machine, as they are now: at first as the scenario has
 * them. Used by the thread whose turn it is.
 */
final class Conditions {
  private final String tzdata;
  private Function<List<String>, Found<Policy>> policies;
  private Calendars calendars;
  private ClockState clock;
  private RecorderState recorder = new RecorderState.Ready();

  Conditions(Scenario scenario) {
    this.tzdata = scenario.tzdata();
    this.policies = scenario.policies();
    this.calendars = scenario.calendars();
    this.clock = new ClockState(true, Duration.ZERO, "", tzdata);
  }

  Found<Policy> policy(List<String> packs) {
    return policies.apply(packs);
  }

  Calendars calendars() {
    return calendars;
  }

  ClockState clock() {
    return clock;
  }

  RecorderState recorder() {
    return recorder;
  }

  void policies(Function<List<String>, Found<Policy>> now) {
    policies = now;
  }

  void calendars(Calendars now) {
    calendars = now;
  }

  void clockTrusted(boolean trusted) {
    clock =
        new ClockState(trusted, Duration.ZERO, trusted ? "" : "it has lost its servers", tzdata);
  }

  void recorder(RecorderState now) {
    recorder = now;
  }
}
