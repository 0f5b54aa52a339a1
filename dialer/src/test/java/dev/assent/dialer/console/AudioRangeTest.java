package dev.assent.dialer.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class AudioRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=99-, 99, 99",
    "bytes=5-, 5, 99",
    "bytes=98-1000000, 98, 99",
    "bytes=-1, 99, 99",
    "bytes=-500, 0, 99",
    "bytes=0-999999999999999999, 0, 99"
  })
  void oneRangeIsCutToWhatIsThere(String header, long first, long last) {
    assertThat(AudioRange.parse(Optional.of(header), 100))
        .isEqualTo(new AudioRange.Bytes(first, last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=999999999999999999-", "bytes=-0"})
  void beyondTheEndIsNothing(String header) {
    assertThat(AudioRange.parse(Optional.of(header), 100)).isEqualTo(new AudioRange.Beyond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "seconds=0-1",
        "bytes=a-b",
        "bytes=0x1-2",
        "bytes=1-99999999999999999999",
        "bytes=--1"
      })
  void whatIsNoSingleRangeIsNotGuessedAt(String header) {
    assertThat(AudioRange.parse(Optional.of(header), 100)).isEqualTo(new AudioRange.Unreadable());
  }

  @Test
  void noRangeIsTheWhole() {
    assertThat(AudioRange.parse(Optional.empty(), 100)).isEqualTo(new AudioRange.Whole());
  }
}
