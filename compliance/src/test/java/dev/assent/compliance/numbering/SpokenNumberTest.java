package dev.assent.compliance.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class SpokenNumberTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "幺九九零零零零零零零幺|+8619900000001",
        "一九九 〇〇〇〇 〇〇〇二|+8619900000002",
        "幺九九，洞洞洞洞，洞洞洞拐|+8619900000007",
        "加八六 一九九 零零零零 零零零三|+8619900000003",
        "one nine nine oh oh oh oh oh oh oh four|+8619900000004",
        "One-nine-nine, double oh, triple zero, double oh, five|+8619900000005",
        "plus eight six 199 0000 0006|+8619900000006",
        "１９９ ００００ ０００８|+8619900000008",
        "0086 199 0000 0009|+8619900000009",
      })
  void isReadAsItIsMeant(String said, String e164) {
    assertThat(PhoneNumber.parse(SpokenNumber.digits(said), "CN"))
        .isEqualTo(new PhoneNumber.Parsed.Valid(PhoneNumber.ofE164(e164)));
  }

  @ParameterizedTest
  @CsvSource({"my number is 19900000001", "十九亿", "one nine nine", "double", "''"})
  void whatIsNoNumberStaysNone(String said) {
    assertThat(PhoneNumber.parse(SpokenNumber.digits(said), "CN"))
        .isInstanceOf(PhoneNumber.Parsed.Invalid.class);
  }
}
