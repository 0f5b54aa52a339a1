package dev.assent.compliance.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import dev.assent.compliance.numbering.PhoneNumber.Parsed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MainlandMobilesTest {
  private static final int[] ENDS = {0, 999_999, 100_000, 012_345};

  /** Every prefix from 13000 to 19999: first and last number, and some between. */
  @Test
  void whatIsRememberedIsWhatTheLibrarySays() {
    long seed = 20260918;
    Random random = new Random(seed);
    for (int prefix = 13_000; prefix <= 19_999; prefix++) {
      for (int i = 0; i < ENDS.length + 4; i++) {
        int rest = i < ENDS.length ? ENDS[i] : random.nextInt(1_000_000);
        String national = "%d%06d".formatted(prefix, rest);
        PhoneNumber number = PhoneNumber.ofE164("+86" + national);
        String told = "prefix " + prefix + ", seed " + seed;
        assertThat(number.kind()).as(told).isEqualTo(number.readKind());
        assertThat(number.zoneNames()).as(told).isEqualTo(number.readZoneNames());
        assertThat(number.region()).as(told).isEqualTo(number.readRegion());
      }
    }
  }

  /** With a space the library reads it: the same number, the same verdict. */
  @Test
  void bothWaysOfReadingGiveTheSame() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String digits = "1%010d".formatted(random.nextLong(10_000_000_000L));
      for (String raw : new String[] {digits, "+86" + digits}) {
        Parsed quick = PhoneNumber.parse(raw, "CN");
        Parsed slow = PhoneNumber.parse(raw + " ", "CN");
        assertThat(quick).hasSameClassAs(slow);
        if (quick instanceof Parsed.Valid(var one) && slow instanceof Parsed.Valid(var other)) {
          assertThat(one.e164()).isEqualTo(other.e164());
          assertThat(one.kind()).isEqualTo(other.kind());
        } else {
          assertThat(quick).isEqualTo(slow);
        }
      }
    }
  }

  @Test
  void theLibraryFormatsThemAsTheyAre() throws Exception {
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      String national = "1%d%09d".formatted(3 + random.nextInt(7), random.nextInt(1_000_000_000));
      if (!MainlandMobiles.national(national)) {
        assertThat(national).startsWith("179");
        continue;
      }
      assertThat(library.format(library.parse(national, "CN"), PhoneNumberFormat.E164))
          .isEqualTo("+86" + national);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1990000000",
        "199000000000",
        "12900000000",
        "17900000000",
        "1990000000a",
        "-1990000000",
        ""
      })
  void othersAreNotOfThem(String text) {
    assertThat(MainlandMobiles.national(text)).isFalse();
    assertThat(MainlandMobiles.e164("+86" + text)).isFalse();
    assertThat(MainlandMobiles.e164("+1" + text)).isFalse();
  }

  @Test
  void inAnotherCountryTheSameDigitsAreAnotherNumber() {
    assertThat(PhoneNumber.parse("13900000000", "US")).isInstanceOf(Parsed.Invalid.class);
  }
}
