package dev.assent.compliance.policy;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.policy.Policy.CallerTerms;
import dev.assent.compliance.policy.Policy.ConsentTerms;
import dev.assent.compliance.policy.Policy.RecordingTerms;
import dev.assent.compliance.policy.Policy.Retry;
import dev.assent.compliance.policy.TimeKeys.HolidayMode;
import dev.assent.compliance.policy.TimeKeys.TimezoneMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packs, their files and how they combine. Requirements 1F, 3.4. */
@Timeout(60)
final class PolicyBookTest {

  private static final String TEXT = PolicyBook.candidates().get("packs/cn-own-customer.yaml");
  private static final PolicyPack PACK = PolicyPackFile.read("p.yaml", TEXT);

  @Test
  @Requirement({"X-13", "D-k"})
  void aCallCentreMayNotMarket() {
    assertThat(policy("cn-callcentre").purposes())
        .containsExactlyInAnyOrder(Purpose.CALLBACK, Purpose.CONSULT, Purpose.SERVICE);
    assertThat(policy("cn-own-customer").purposes()).contains(Purpose.MARKETING);
    assertThat(policy("cn-callcentre", "cn-own-customer").purposes())
        .doesNotContain(Purpose.MARKETING);
  }

  @Test
  void theStrictestOfEachLimitWins() {
    PolicyPack other =
        with(
            with(PACK, "pack", "other"),
            "figures",
            PACK.figures()
                .with(DialKeys.PURPOSES, Set.of(Purpose.MARKETING))
                .with(TimeKeys.TIMEZONE_MODE, TimezoneMode.DECLARED)
                .with(
                    TimeKeys.WINDOWS,
                    Map.of(
                        DayOfWeek.MONDAY,
                        List.of(
                            new Window(LocalTime.of(8, 0), LocalTime.of(12, 0)),
                            new Window(LocalTime.of(14, 0), LocalTime.of(22, 0)))))
                .with(TimeKeys.HOLIDAY_MODE, HolidayMode.STATUTORY)
                .with(TimeKeys.WEEKEND_ALLOWED, false)
                .with(DialKeys.RING_MIN_SEC, 20)
                .with(DialKeys.RING_MAX_SEC, 60)
                .with(
                    DialKeys.CAPS,
                    Set.of(
                        new Cap(Cap.Scope.PERSON, Cap.Period.MONTH, 5),
                        new Cap(Cap.Scope.PERSON, Cap.Period.WEEK, 1)))
                .with(DialKeys.RETRY_GAP_MINUTES, 5)
                .with(DialKeys.RETRY_MAX, 1)
                .with(ConsentKeys.REQUIRED, false)
                .with(ConsentKeys.FORMS, Set.of(ConsentForm.PAPER))
                .with(ConsentKeys.MAX_AGE_DAYS, 30)
                .with(ConsentKeys.SYNTHETIC_VOICE, false)
                .with(ConsentKeys.RECORDING_MANDATORY, false)
                .with(DialKeys.CALLER_SERIES, Set.of("+8610"))
                .with(DialKeys.CALLER_FILING_WORKING_DAYS, 20)
                .with(DataKeys.RETENTION_RECORDING, new Keep(1827, 3653))
                .with(DataKeys.RETENTION_LOG, new Keep(30, 1200))
                .with(SectorKeys.BANNED_PHRASES, Set.of("稳赚")));

    Policy policy = Policy.combine(List.of(PACK, other));

    assertThat(policy.windows().get(DayOfWeek.MONDAY))
        .containsExactly(
            new Window(LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new Window(LocalTime.of(14, 0), LocalTime.of(21, 0)));
    assertThat(policy.windows()).doesNotContainKey(DayOfWeek.TUESDAY);
    assertThat(policy.timezoneMode()).isEqualTo(TimezoneMode.INTERSECT);
    assertThat(policy.holidayMode()).isEqualTo(HolidayMode.DAYOFF);
    assertThat(policy.weekendAllowed()).isFalse();
    assertThat(policy.ringMin()).isEqualTo(Duration.ofSeconds(20));
    assertThat(policy.ringMax()).isEqualTo(Duration.ofSeconds(45));
    assertThat(policy.caps())
        .contains(
            new Cap(Cap.Scope.PERSON, Cap.Period.MONTH, 2),
            new Cap(Cap.Scope.PERSON, Cap.Period.WEEK, 1),
            new Cap(Cap.Scope.NUMBER, Cap.Period.WEEK, 3))
        .hasSize(12);
    assertThat(policy.retry()).isEqualTo(new Retry(Duration.ofHours(2), 1));
    assertThat(policy.consent())
        .isEqualTo(new ConsentTerms(true, Set.of(ConsentForm.PAPER), Duration.ofDays(30), true));
    assertThat(policy.recording()).isEqualTo(new RecordingTerms(true, true));
    assertThat(policy.callerId()).isEqualTo(new CallerTerms(Set.of("+8610"), 10));
    assertThat(policy.get(DataKeys.RETENTION_RECORDING)).isEqualTo(new Keep(1827, 1827));
    assertThat(policy.get(DataKeys.RETENTION_LOG)).isEqualTo(new Keep(1096, 1200));
    assertThat(policy.get(SectorKeys.BANNED_PHRASES)).containsExactly("稳赚");
  }

  /** Of any two values of any key the combined one is never looser than either (1F). */
  @Test
  void combiningNeverLoosens() {
    for (SmallestSteps.Step step : SmallestSteps.of(PACK.figures())) {
      Figures both = PACK.figures().and(step.moved());
      assertThat(PACK.figures().loosenedBy(both)).as(step.toString()).isEmpty();
      assertThat(step.moved().loosenedBy(both)).as(step.toString()).isEmpty();
      assertThat(step.moved().and(PACK.figures())).as(step.toString()).isEqualTo(both);
    }
    assertThat(PACK.figures().and(PACK.figures())).isEqualTo(PACK.figures());
  }

  @Test
  @Requirement({"X-01", "X-04", "X-06"})
  void onlyASignedProfileLoosens() {
    PolicyPack profile =
        with(
            with(
                with(PACK, "pack", "leave"),
                "profile",
                new PolicyPack.Profile(Set.of("cn-own-customer"), "approved by the regulator")),
            "figures",
            Figures.NONE.with(DialKeys.RING_MAX_SEC, 50));
    PolicyPack sector =
        with(with(PACK, "pack", "sector"), "figures", Figures.NONE.with(DialKeys.RING_MAX_SEC, 48));

    assertThat(Policy.combine(List.of(PACK, profile)).ringMax()).isEqualTo(Duration.ofSeconds(50));
    assertThat(Policy.combine(List.of(PACK, profile, sector)).ringMax())
        .isEqualTo(Duration.ofSeconds(48));
    assertThatThrownBy(() -> Policy.combine(List.of(with(PACK, "pack", "else"), profile)))
        .hasMessageContaining("not among the packs");
    assertThatThrownBy(() -> Policy.combine(List.of(sector)))
        .hasMessageContaining("no pack states timezoneMode");
  }

  @Test
  void theHashIsOfTheMeaning() {
    String rearranged = "# another comment\n" + TEXT.replace("version: 3\n", "") + "version: 3\n";
    assertThat(PolicyPackFile.read("p.yaml", rearranged).hash()).isEqualTo(PACK.hash());
    assertThat(OpeningHoursTest.figure(PACK, DialKeys.RING_MAX_SEC, 44).hash())
        .isNotEqualTo(PACK.hash());
    assertThat(policy("cn-callcentre", "cn-own-customer").hash())
        .isEqualTo(policy("cn-own-customer", "cn-callcentre").hash())
        .isNotEqualTo(policy("cn-callcentre").hash());
  }

  @Test
  void aPackThatIsNotThereMakesThePolicyAbsent() {
    assertThat(World.BOOK.policy(List.of())).isInstanceOf(Found.Absent.class);
    assertThat(World.BOOK.policy(List.of("cn-callcentre", "cn-gone")))
        .isInstanceOf(Found.Absent.class);
  }

  @Test
  void packsThatContradictEachOtherAreUnreadable() {
    PolicyPack foreign = with(with(PACK, "pack", "hk"), "region", "HK");
    PolicyPack patient =
        OpeningHoursTest.figure(with(PACK, "pack", "patient"), DialKeys.RING_MIN_SEC, 46);
    PolicyBook book = new PolicyBook(List.of(PACK, foreign, patient), World.BOOK.calendars());
    assertThat(book.policy(List.of("cn-own-customer", "hk"))).isInstanceOf(Found.Unreadable.class);
    assertThat(book.policy(List.of("cn-own-customer", "patient")))
        .isInstanceOf(Found.Unreadable.class);
  }

  @Test
  void aHomeHoldsWhatIsInForce(@TempDir Path home) throws IOException {
    assertThat(PolicyBook.load(home).packs()).isEmpty();
    for (Map.Entry<String, String> file : PolicyBook.candidates().entrySet()) {
      Path path = home.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    PolicyBook book = PolicyBook.load(home);
    assertThat(book.policy(List.of("cn-own-customer")))
        .isEqualTo(World.BOOK.policy(List.of("cn-own-customer")));
    assertThat(book.calendars().version()).isEqualTo(World.BOOK.calendars().version());

    Files.move(home.resolve("packs/cn-callcentre.yaml"), home.resolve("packs/mine.yaml"));
    assertThatThrownBy(() -> PolicyBook.load(home)).hasMessageContaining("cn-callcentre.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ringMaxSec: 45|ringMaxSecs: 45|ringMaxSecs|did you mean 'ringMaxSec'",
        "ringMaxSec: 45|ringMaxSec: 14|ringMaxSec|must not be below ringMinSec",
        "ringMaxSec: 45|ringMaxSec: 500|ringMaxSec|from 1 to 120",
        "start: \"09:00\"|start: \"21:00\"|windows[0].end|must be after start",
        "window: day,|window: dya,|caps[0].window|did you mean 'day'",
        "marketing]|marketting]|purposes|did you mean 'marketing'",
        "weekendAllowed: true|weekendAllowed: maybe|weekendAllowed|must be true or false",
        "maxAgeDays: 365|maxAge: 365|consent.maxAge|unknown key",
        "holidayMode: dayoff|holidayMode: off|holidayMode|is none of dayoff",
        "key: caps,|key: cap,|legalSource|which is no key here",
        "  - {key: windows,|  - {key: retry,|legalSource|says nothing of 'windows'",
        "pack: cn-own|pack: CN own|pack|lower-case",
        "effectiveFrom: 2025-01-01|effectiveFrom: 2025-01-01\\neffectiveTo: 2025-01-01|effectiveTo|must be after",
        "\"+86\"|\"86\"|callerId.series|must be beginnings",
      })
  void aWrongFigureOrKeyIsTold(String from, String to, String key, String says) {
    String broken = TEXT.replace(from, to.replace("\\n", "\n"));
    assertThat(broken).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> PolicyPackFile.read("p.yaml", broken))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("p.yaml:")
        .hasMessageContaining(says)
        .extracting(e -> ((YamlError) e).key())
        .isEqualTo(key);
  }

  private static Policy policy(String... packs) {
    return ((Found.Present<Policy>) World.BOOK.policy(List.of(packs))).value();
  }
}
