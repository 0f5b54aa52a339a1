package dev.assent.compliance.policy;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.policy.PolicyPack.CallerTerms;
import dev.assent.compliance.policy.PolicyPack.ConsentTerms;
import dev.assent.compliance.policy.PolicyPack.HolidayMode;
import dev.assent.compliance.policy.PolicyPack.RecordingTerms;
import dev.assent.compliance.policy.PolicyPack.Retry;
import dev.assent.compliance.policy.PolicyPack.TimezoneMode;
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
        new PolicyPack(
            "other",
            1,
            "CN",
            World.BEIJING,
            PACK.effectiveFrom(),
            null,
            List.of(),
            Set.of(Purpose.MARKETING),
            TimezoneMode.DECLARED,
            Map.of(
                DayOfWeek.MONDAY,
                List.of(
                    new Window(LocalTime.of(8, 0), LocalTime.of(12, 0)),
                    new Window(LocalTime.of(14, 0), LocalTime.of(22, 0)))),
            "CN",
            HolidayMode.STATUTORY,
            false,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            List.of(new Cap(Cap.Scope.PERSON, Cap.Period.MONTH, 5)),
            new Retry(Duration.ofMinutes(5), 1),
            new ConsentTerms(false, Set.of(ConsentForm.PAPER), Duration.ofDays(30), false),
            new RecordingTerms(false, true),
            new CallerTerms(Set.of("+8610"), 20));

    Policy policy = Policy.combine(List.of(PACK, other));

    assertThat(policy.windows().get(DayOfWeek.MONDAY))
        .containsExactly(
            new Window(LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new Window(LocalTime.of(14, 0), LocalTime.of(21, 0)));
    assertThat(policy.windows().get(DayOfWeek.TUESDAY)).isEmpty();
    assertThat(policy.timezoneMode()).isEqualTo(TimezoneMode.INTERSECT);
    assertThat(policy.holidayMode()).isEqualTo(HolidayMode.DAYOFF);
    assertThat(policy.weekendAllowed()).isFalse();
    assertThat(policy.ringMin()).isEqualTo(Duration.ofSeconds(20));
    assertThat(policy.ringMax()).isEqualTo(Duration.ofSeconds(45));
    assertThat(policy.caps()).containsAll(PACK.caps()).containsAll(other.caps());
    assertThat(policy.retry()).isEqualTo(new Retry(Duration.ofHours(2), 1));
    assertThat(policy.consent())
        .isEqualTo(new ConsentTerms(true, Set.of(ConsentForm.PAPER), Duration.ofDays(30), true));
    assertThat(policy.recording()).isEqualTo(new RecordingTerms(true, true));
    assertThat(policy.callerId()).isEqualTo(new CallerTerms(Set.of("+8610"), 10));
  }

  @Test
  void theHashIsOfTheMeaning() {
    String rearranged = "# another comment\n" + TEXT.replace("version: 1\n", "") + "version: 1\n";
    assertThat(PolicyPackFile.read("p.yaml", rearranged).hash()).isEqualTo(PACK.hash());
    assertThat(with(PACK, "ringMax", Duration.ofSeconds(44)).hash()).isNotEqualTo(PACK.hash());
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
    PolicyPack patient = with(with(PACK, "pack", "patient"), "ringMin", Duration.ofSeconds(46));
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
