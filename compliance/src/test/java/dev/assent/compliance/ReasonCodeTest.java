package dev.assent.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class ReasonCodeTest {

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void eachIsToldInBothLanguages(ReasonCode code) {
    assertThat(code.text(Locale.ENGLISH)).isNotBlank().matches("[\\x20-\\x7e]+");
    assertThat(code.text(Locale.FRANCE)).isEqualTo(code.text(Locale.ENGLISH));
    assertThat(code.text(Locale.SIMPLIFIED_CHINESE)).containsPattern("\\p{IsHan}");
    assertThat(code.rule()).matches("R[0-9]{2}");
  }

  @Test
  void theWorstComesFirstThenTheLowestRule() {
    Instant now = World.beijing("2026-03-18T10:00:00");
    List<Reason> expected =
        List.of(
            Reason.denyPermanently(ReasonCode.DNC_INTERNAL, ""),
            Reason.deny(ReasonCode.HOLD_ACTIVE, ""),
            Reason.deny(ReasonCode.CONSENT_MISSING, ""),
            Reason.defer(ReasonCode.HOLIDAY, now, ""),
            Reason.defer(ReasonCode.FREQ_DAY, now, ""));
    List<Reason> reversed = new ArrayList<>(expected);
    Collections.reverse(reversed);
    assertThat(reversed.stream().sorted(Reason.WORST_FIRST).toList()).isEqualTo(expected);
  }

  @Test
  void anInstantBelongsToADeferralAndOnlyToIt() {
    assertThatThrownBy(() -> new Reason("R27", ReasonCode.HOLIDAY, Severity.DEFER, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Reason("R27", ReasonCode.HOLIDAY, Severity.DENY, Instant.EPOCH, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
