package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.numbering.PhoneNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A carrier that repeats the called number does not bring it into what is never erased. */
@Timeout(30)
class FarWordsTest {
  private static final PhoneNumber CALLED = PhoneNumber.ofE164("+8619900001234");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 User +8619900001234 not found",
        "<sip:8619900001234@198.51.100.7>;purpose=info",
        "No route to 00088019900001234",
        "+86 199-0000-1234 is not in service",
        "<https://redress.example/?n=%2B8619900001234&id=7>",
        "199 0000 1234",
        "199.0000.1234 and once more 19900001234"
      })
  void theCalledNumberIsMaskedHoweverItIsWritten(String words) {
    String kept = FarWords.of(words, CALLED);
    assertThat(kept.replaceAll("[^0-9*]", "")).doesNotContain("00001234").contains("****1234");
  }

  @Test
  void everyOtherWordStays() {
    String words = "Q.850;cause=21;location=LN, id 19900001235, 2026-03-02T04:00:00Z";
    assertThat(FarWords.of(words, CALLED)).isEqualTo(words);
    assertThat(FarWords.of("404 User 19900001234, ask 4006001234", CALLED))
        .isEqualTo("404 User 199****1234, ask 4006001234");
  }
}
