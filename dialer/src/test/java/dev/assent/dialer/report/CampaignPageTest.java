package dev.assent.dialer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.campaign.CallFigures;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.dialer.Language;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One page that needs nothing else, tells every figure in words, and believes no name. */
@Timeout(30)
class CampaignPageTest {
  private static final Instant MORNING = Instant.parse("2026-09-15T01:00:00Z");

  private static Campaign campaign(String name) {
    return new Campaign(
        new UUID(1, 2),
        name,
        Purpose.SERVICE,
        List.of("cn-callcentre"),
        "0".repeat(64),
        List.of("+8619900009000"),
        "loopback",
        MORNING,
        MORNING.plus(Duration.ofDays(30)),
        Campaign.State.FINISHED,
        "alice",
        "bob",
        false,
        Campaign.OnRefuse.END,
        true,
        new Campaign.Pacing(5, 40),
        Set.of(),
        false,
        false,
        null,
        List.of(),
        Campaign.Dialling.USUAL);
  }

  private static CampaignFigures figures(String name, CallFigures calls, Report report) {
    return new CampaignFigures(
        campaign(name),
        Map.of(
            "imported",
            5000L,
            "attempted",
            3000L,
            "answered",
            1800L,
            "agreed",
            900L,
            "optedOut",
            41L),
        report,
        calls,
        new CampaignFigures.Recordings(900, 897, 2),
        1800,
        Map.of(Flag.NOTICE_NOT_WHOLE, 3L),
        new CampaignFigures.JournalState(123_456, true),
        new CampaignFigures.Made(MORNING.plusSeconds(86_400), "alice"),
        ZoneId.of("Asia/Shanghai"));
  }

  private static final Report REPORT =
      new Report(
          5000,
          3000,
          3333,
          0,
          Map.of(Outcome.AGREED, 900L, Outcome.BUSY, 300L, Outcome.HUNG_UP, 1800L),
          Map.of("BUSY: BUSY, 486 Busy Here", 300L, "FAILED: <script>alert(1)</script>", 1L),
          Map.of("DNC_INTERNAL", 1200L, "FREQ_MONTH", 301L, "SOME_LATER_CODE", 1L),
          Map.of("WINDOW", 499L),
          0);

  private static CallFigures calls(int days) {
    var hours = new TreeMap<Instant, CallFigures.Hour>();
    for (int day = 0; day < days; day++) {
      for (int hour = 0; hour < 12; hour++) {
        if (hour != 3) {
          hours.put(
              MORNING.plus(Duration.ofHours(24L * day + hour)),
              new CallFigures.Hour(100 + 7L * hour, 60, 30 + hour));
        }
      }
    }
    return new CallFigures(
        3333,
        1800,
        Duration.ofMinutes(990),
        hours,
        new TreeMap<>(Map.of("2xx", 1800L, "4xx", 1500L, "none", 33L)));
  }

  @Test
  void everyFigureIsWrittenOutInBothLanguages() {
    String page = CampaignPage.of(figures("care", calls(2), REPORT), Language.ZH);
    assertThat(page)
        .contains(
            "5,000", "54.0%", "33 s", "33 秒", "897 / 900", "cut short 2, missing 1", "123,456")
        .contains("号码在禁止拨打名单中 · R20 DNC_INTERNAL", "The number is on the do-not-call list")
        .contains("SOME_LATER_CODE", "BUSY, 486 Busy Here", "从名单到同意", "From the list to consent")
        .contains("09-15", "09-16");
    assertThat(page).contains("id=\"zh\" checked").doesNotContain("id=\"en\" checked");
    assertThat(CampaignPage.of(figures("care", calls(1), REPORT), Language.EN))
        .as("of one day there is no chart of days")
        .contains("id=\"en\" checked")
        .doesNotContain("Calls by day");
  }

  @Test
  void nothingIsFetchedAndNothingRuns() {
    String page = CampaignPage.of(figures("care", calls(2), REPORT), Language.EN);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("<script", "http:", "https:", "src=", "href=", "@import", "url(");
  }

  @Test
  void aNameIsAWordAndNoMarkup() {
    String page =
        CampaignPage.of(figures("\"><img src=x onerror=alert(1)>&", calls(1), REPORT), Language.EN);
    assertThat(page).contains("&quot;&gt;&lt;img src").doesNotContain("<img", "<script>alert");
  }

  /** Every picture is whole: well-formed, and no bar longer than the chart is wide. */
  @Test
  void thePicturesAreWellFormed() throws Exception {
    String page = CampaignPage.of(figures("care", calls(2), REPORT), Language.EN);
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
    int pictures = 0;
    while (svg.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.group().getBytes(StandardCharsets.UTF_8)));
      Matcher width = Pattern.compile("width=\"([0-9.]+)\"").matcher(svg.group());
      while (width.find()) {
        assertThat(Double.parseDouble(width.group(1))).isBetween(0.0, 720.0);
      }
      pictures++;
    }
    assertThat(pictures).isEqualTo(16);
    Path shown = Path.of("target/report/campaign.html");
    Files.createDirectories(shown.getParent());
    Files.writeString(shown, page);
  }

  /** A campaign that never called anybody divides by nothing. */
  @Test
  void nothingCalledIsSaidAndNotDividedBy() throws IOException {
    CallFigures none = new CallFigures(0, 0, Duration.ZERO, new TreeMap<>(), new TreeMap<>());
    Report report = new Report(0, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), 0);
    String page = CampaignPage.of(figures("care", none, report), Language.EN);
    assertThat(page).contains("0.0%", "0 s", "none").doesNotContain("NaN", "Infinity");
  }
}
