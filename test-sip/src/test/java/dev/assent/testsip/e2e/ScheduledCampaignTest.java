package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns with hours of their own: nobody runs them by hand. */
@Timeout(180)
class ScheduledCampaignTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String FIRST = Rehearsal.number(701);
  private static final String SECOND = Rehearsal.number(702);
  private static final String EVENING = Rehearsal.number(703);

  /** Long enough to be seen, short enough not to be waited for when the engine drains. */
  private static final String RINGS = "ring 4s, busy";

  /** 15 September 2026 is a Tuesday. */
  private static final String HOURS =
      """
      priority: 20
      schedule:
        timeZone: Asia/Shanghai
        byItself: true
        hours: [{days: [tuesday], start: "%s", end: "%s"}]
      """;

  @TempDir Path root;

  private static void refused(Rehearsal stage, String command, String... told) {
    Visitor alice = Visitor.nobody();
    assertThat(stage.give(alice, ("campaign " + command + " --as alice").split(" ")))
        .as(command)
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(alice.words()).contains(told);
  }

  @Test
  @Requirement({"R04", "R28"})
  void theEngineBeginsAndContinuesThemAndAPersonHoldsThem() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      List.of(FIRST, SECOND, EVENING).forEach(number -> stage.carrier.plan(number, RINGS));
      stage.campaign("evening", List.of(EVENING), HOURS.formatted("19:00", "20:30"));
      stage.campaign("morning", List.of(FIRST), HOURS.formatted("10:00", "11:59"));
      stage.carrier.awaitCall(LIMIT, call -> call.called().equals(FIRST));
      assertThat(stage.done("campaign", "status", "morning", "--as", "alice"))
          .contains("RUNNING")
          .contains("ringing 1");
      assertThat(stage.done("campaign", "status", "evening", "--why", "--as", "alice"))
          .contains("begins it when its schedule is open")
          .contains("outside the hours its schedule keeps")
          .contains("2026-09-15T11:00");

      refused(stage, "submit morning", "morning is RUNNING: not to submit now");
      refused(stage, "resume morning", "RUNNING: not to resume now", "status morning --why");
      stage.done("campaign", "pause", "morning", "--as", "alice");
      refused(stage, "pause morning", "PAUSED: not to pause now", "campaign resume morning");
      stage.stopEngine();
      stage.startEngine();
      assertThat(stage.done("campaign", "status", "morning", "--as", "alice"))
          .as("a pause outlives the engine")
          .contains("PAUSED")
          .doesNotContain("ringing");

      stage.carrier.plan(SECOND, RINGS);
      stage.campaign("again", List.of(SECOND), HOURS.formatted("10:00", "11:59"));
      stage.carrier.awaitCall(LIMIT, call -> call.called().equals(SECOND));
      stage.done("campaign", "stop", "again", "--as", "alice");
      refused(stage, "resume again", "STOPPED: not to resume now", "campaign report again");
      stage.done("campaign", "stop", "morning", "--as", "alice");
      refused(stage, "stop morning", "STOPPED: not to stop now");
      stage.stopEngine();
      assertThat(stage.carrier.calls())
          .as("one call each, none in the evening's name")
          .extracting(call -> call.called())
          .containsExactlyInAnyOrder(FIRST, SECOND);
    }
  }
}
