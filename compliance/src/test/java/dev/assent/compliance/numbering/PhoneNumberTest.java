package dev.assent.compliance.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.numbering.PhoneNumber.Parsed;
import dev.assent.compliance.numbering.Zones.Confidence;
import dev.assent.compliance.policy.Policy;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PhoneNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "19900001234",
        "+8619900001234",
        "008619900001234",
        "8619900001234",
        " 199 0000 1234 ",
        "199-0000-1234",
        "(+86) 199 0000 1234",
        "１９９００００１２３４",
        "＋８６１９９００００１２３４",
        "\u202d19900001234\u202c",
        "199\u00a00000\u00a01234",
      })
  @Requirement("R11")
  void oneNumberIsOneKeyHoweverItIsWritten(String written) {
    assertThat(PhoneNumber.parse(written, "CN"))
        .isEqualTo(new Parsed.Valid(PhoneNumber.ofE164("+8619900001234")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"010 8888 1234", "(010)88881234", "+86 10 88881234", "1088881234"})
  void aLandlineToo(String written) {
    assertThat(PhoneNumber.parse(written, "CN"))
        .isEqualTo(new Parsed.Valid(PhoneNumber.ofE164("+861088881234")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"110", "119", "120", "122", "12345", "10086", "95188", "+86110", "1", "+1911"})
  @Requirement("R11")
  void emergencyAndShortCodesAreProhibited(String written) {
    assertProhibitedOrInvalid(written);
  }

  @Test
  @Requirement("R11")
  void chargedAndSatelliteNumbersAreProhibited() {
    assertInvalid("+8613490001234", ReasonCode.NUMBER_PROHIBITED);
    assertInvalid("+881612345678", ReasonCode.NUMBER_PROHIBITED);
    assertInvalid("+19002530000", ReasonCode.NUMBER_PROHIBITED);
    assertInvalid("16812345", ReasonCode.NUMBER_PROHIBITED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1990000123",
        "199000012345",
        "19900001234x",
        "1.99E+10",
        "abc",
        "+",
        "--",
        "a19900001234"
      })
  void whatIsNoNumberIsInvalid(String written) {
    assertInvalid(written, ReasonCode.NUMBER_INVALID);
  }

  /** Hong Kong, Macao and Taiwan have plans of their own, and none is a part of the mainland's. */
  @ParameterizedTest
  @CsvSource({
    "+85251234567,HK,MOBILE",
    "0085251234567,HK,MOBILE",
    "+85366123456,MO,MOBILE",
    "+85328712345,MO,FIXED_LINE",
    "+886912345678,TW,MOBILE",
    "00886 2 2345 6789,TW,FIXED_LINE",
    "19900001234,CN,MOBILE",
  })
  @Requirement({"R11", "R12"})
  void neighboursAreRegionsOfTheirOwn(String written, String region, NumberKind kind) {
    assertThat(PhoneNumber.parse(written, "CN"))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> {
              assertThat(valid.number().region()).isEqualTo(region);
              assertThat(valid.number().kind()).isEqualTo(kind);
            });
  }

  @ParameterizedTest
  @CsvSource({"01088881234,+861088881234", "0755 8888 1234,+8675588881234"})
  @Requirement("R11")
  void theTrunkPrefixAndTheCountryCodeGiveOneKey(String national, String e164) {
    PhoneNumber.Parsed one = PhoneNumber.parse(national, "CN");
    assertThat(PhoneNumber.parse(e164, "CN")).isEqualTo(one);
    assertThat(PhoneNumber.parse("00" + e164.substring(1), "CN")).isEqualTo(one);
    assertThat(one).isEqualTo(new Parsed.Valid(PhoneNumber.ofE164(e164)));
  }

  @Test
  void aHintNeverRepeatsTheNumber() {
    for (String written : List.of("1990000123", "19900001234转8001", "12345678901234567890")) {
      Parsed.Invalid invalid = (Parsed.Invalid) PhoneNumber.parse(written, "CN");
      assertThat(invalid.hint()).doesNotContainPattern("[0-9]{3}");
    }
    assertThatThrownBy(() -> PhoneNumber.ofE164("19900001234")).hasMessageNotContaining("1990");
  }

  @ParameterizedTest
  @CsvSource({
    "+8619900001234,CN,MOBILE",
    "+861088881234,CN,FIXED_LINE",
    "+85221111234,HK,FIXED_LINE",
    "+12025550101,US,FIXED_LINE_OR_MOBILE",
    "+86110,CN,SHORT_CODE",
    "+8619900001,CN,INVALID",
    "+999123,ZZ,SHORT_CODE",
  })
  void kindAndRegion(String e164, String region, NumberKind kind) {
    PhoneNumber number = PhoneNumber.ofE164(e164);
    assertThat(number.kind()).isEqualTo(kind);
    if (kind != NumberKind.SHORT_CODE && kind != NumberKind.INVALID) {
      assertThat(number.region()).isEqualTo(region);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "+8613800005678,138****5678",
    "+8619900001234,199****1234",
    "+861088881234,10****1234",
    "+8675588881234,755****1234",
    "+12025550101,+1 20****0101",
    "+85221111234,+852 ******34",
    "+4479460000,+44 ******00",
    "+86110,*10",
  })
  @Requirement({"B-22", "A-21", "C-02", "N-6"})
  void masksAreAsPrescribed(String e164, String mask) {
    assertThat(PhoneNumber.ofE164(e164)).hasToString(mask);
  }

  @Test
  @Requirement("A-21")
  void everyMaskHidesEnough() {
    for (int length = 3; length <= 15; length++) {
      String digits = "123456789012345".substring(0, length);
      String mask = PhoneNumber.ofE164("+86" + digits.substring(2)).toString();
      assertThat(mask.chars().filter(c -> c == '*').count())
          .as("of %d digits", length - 2)
          .isGreaterThanOrEqualTo(Math.min(4, Math.max(0, length - 4)));
    }
  }

  @Test
  @Requirement({"R12", "R28"})
  void zonesKeepEveryCandidate() {
    Policy policy = ((Found.Present<Policy>) World.BOOK.policy(List.of("cn-own-customer"))).value();
    PhoneNumber mobile = PhoneNumber.ofE164("+8619900001234");
    ZoneId urumqi = ZoneId.of("Asia/Urumqi");

    assertThat(Zones.of(mobile, Whereabouts.UNSAID, policy).candidates())
        .containsExactly(World.BEIJING);
    assertThat(Zones.of(mobile, Whereabouts.in(urumqi), policy).candidates())
        .containsExactlyInAnyOrder(World.BEIJING, urumqi);
    assertThat(
            Zones.of(PhoneNumber.ofE164("+18662345678"), Whereabouts.UNSAID, policy)
                .candidates()
                .size())
        .as("a toll-free number is nowhere in particular")
        .isGreaterThan(10);
    Zones unknown = Zones.of(PhoneNumber.ofE164("+8619900001"), Whereabouts.in(urumqi), policy);
    assertThat(unknown.confidence()).isEqualTo(Confidence.NONE);
    assertThat(unknown.candidates()).isEmpty();
  }

  private static void assertInvalid(String written, ReasonCode code) {
    assertThat(PhoneNumber.parse(written, "CN"))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class, invalid -> assertThat(invalid.code()).isEqualTo(code));
  }

  private static void assertProhibitedOrInvalid(String written) {
    Parsed.Invalid invalid = (Parsed.Invalid) PhoneNumber.parse(written, "CN");
    assertThat(invalid.code())
        .isEqualTo(
            written.length() == 1 ? ReasonCode.NUMBER_INVALID : ReasonCode.NUMBER_PROHIBITED);
  }
}
