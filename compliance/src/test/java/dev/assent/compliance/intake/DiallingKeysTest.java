package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Campaign.Dialling;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.RetryStep;
import dev.assent.compliance.RetryStep.After;
import dev.assent.compliance.policy.YamlDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When and how often a campaign dials, as its file says. */
@Timeout(10)
class DiallingKeysTest {
  private static final String FILE =
      """
      priority: 30
      schedule:
        timeZone: Asia/Shanghai
        byItself: true
        hours:
          - {days: [monday, friday], start: "10:00", end: "11:30"}
          - {days: [monday], start: "11:00", end: "12:00"}
          - {days: [saturday], start: "15:00", end: "16:00"}
        except: [2026-03-09, 2026-03-13..2026-03-14]
      retry:
        - {after: busy, gapMinutes: 30, max: 2}
        - {after: no-answer, gapMinutes: 240, max: 1, hours: [{start: "18:00", end: "20:00"}]}
      """;

  private static Dialling read(String yaml) {
    return YamlDocument.read("campaign.yaml", yaml, DiallingKeys::read);
  }

  private static CampaignSchedule schedule() {
    return Optional.ofNullable(read(FILE).schedule()).orElseThrow();
  }

  private static Instant beijing(String local) {
    return Instant.parse(local + "+08:00");
  }

  @Test
  void withoutAnyOfThemItIsTheUsual() {
    assertThat(read("{}")).isEqualTo(Dialling.USUAL);
  }

  @Test
  void retriesAreFoundByTheirEnd() {
    Dialling dialling = read(FILE);
    assertThat(dialling.priority()).isEqualTo(30);
    assertThat(dialling.after(After.BUSY).orElseThrow().gap()).hasMinutes(30);
    assertThat(dialling.after(After.FAILED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T09:59:59.999999999,false",
    "2026-03-02T10:00:00,true",
    "2026-03-02T11:59:59.999999999,true",
    "2026-03-02T12:00:00,false",
    "2026-03-06T11:29:00,true",
    "2026-03-06T11:30:00,false",
    "2026-03-03T10:30:00,false",
    "2026-03-09T10:30:00,false",
    "2026-03-13T10:30:00,false",
    "2026-03-16T10:30:00,true"
  })
  void hoursAreOpenToTheirEdges(String local, boolean open) {
    assertThat(schedule().open(beijing(local))).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T10:00:00,2026-03-02T10:00:00",
    "2026-03-02T12:00:00,2026-03-06T10:00:00",
    "2026-03-06T11:30:00,2026-03-07T15:00:00",
    "2026-03-07T16:00:00,2026-03-16T10:00:00"
  })
  void theNextOpeningPassesOverDaysThatAreExcepted(String from, String opening) {
    assertThat(schedule().nextOpening(beijing(from))).contains(beijing(opening));
  }

  @Test
  void anHourThatTheClockLeavesOutIsNoOpening() {
    CampaignSchedule newYork =
        Optional.ofNullable(
                read("""
                    schedule:
                      timeZone: America/New_York
                      hours: [{days: [sunday], start: "02:00", end: "03:30"}]
                    """)
                    .schedule())
            .orElseThrow();
    // 8 March 2026, 02:00 to 03:00 does not exist there.
    Instant opening = newYork.nextOpening(Instant.parse("2026-03-08T05:00:00Z")).orElseThrow();
    assertThat(opening).isEqualTo("2026-03-08T07:00:00Z");
    assertThat(newYork.open(opening)).isTrue();
  }

  @Test
  void theBestTimeIsThePersonsOwnWhereverTheyMayBe() {
    RetryStep step =
        new RetryStep(
            After.NO_ANSWER,
            Duration.ofMinutes(1),
            1,
            read(FILE).after(After.NO_ANSWER).orElseThrow().hours());
    ZoneId east = ZoneId.of("America/New_York");
    ZoneId central = ZoneId.of("America/Chicago");
    Instant noon = Instant.parse("2026-03-18T16:00:00Z");
    assertThat(step.within(noon, List.of(east))).contains(Instant.parse("2026-03-18T22:00:00Z"));
    assertThat(step.within(noon, List.of(east, central)))
        .as("18:00 in Chicago is 19:00 in New York")
        .contains(Instant.parse("2026-03-18T23:00:00Z"));
    assertThat(step.within(noon, List.of(east, ZoneId.of("Asia/Shanghai"))))
        .as("never evening in both")
        .isEmpty();
    assertThat(step.within(noon, List.of())).as("nobody knows where").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "priority: 30|priority: 101|campaign.yaml:1: priority",
        "start: \"10:00\", end: \"11:30\"|start: \"10:00\", end: \"10:00\"|over midnight",
        "[monday, friday]|[monday, fryday]|friday",
        "timeZone: Asia/Shanghai|timeZone: Asia/Beijing|timeZone",
        "byItself: true|byitself: true|byItself",
        "2026-03-13..2026-03-14|2026-03-13..2026-03-32|except",
        "after: busy|after: no-answer|stands there twice",
        "after: busy|after: agreed|no-answer",
        "gapMinutes: 30|gapMinutes: 0|gapMinutes",
        "max: 2|max: -1|max",
        "max: 2|max: 21|max"
      })
  void whatIsWrongIsNamed(String right, String wrong, String told) {
    assertThat(FILE).contains(right);
    assertThatThrownBy(() -> read(FILE.replace(right, wrong)))
        .hasMessageStartingWith("campaign.yaml:")
        .hasMessageContaining(told);
  }
}
