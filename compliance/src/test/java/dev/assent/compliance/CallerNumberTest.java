package dev.assent.compliance;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CallerNumberTest {
  private final CallerNumber block = with(World.caller(), "last", "+861088880019");

  @Test
  @Requirement("D-c")
  void aBlockCoversItsNumbersDigitForDigit() {
    assertThat(block.covers("+861088880000")).isTrue();
    assertThat(block.covers("+861088880019")).isTrue();
    assertThat(block.covers("+861088880020")).isFalse();
    assertThat(block.covers("+861088879999")).isFalse();
    assertThat(block.covers("+8610888800001")).isFalse();
    assertThat(block.covers("+86108888001")).isFalse();
    CallerNumber shown = block.showing("+861088880007");
    assertThat(shown.e164()).isEqualTo("+861088880007");
    assertThat(shown.covers("+861088880008")).isFalse();
    assertThat(block.overlaps(shown)).isTrue();
    assertThat(shown.overlaps(block)).isTrue();
    assertThat(block.overlaps(block.showing("+861088880020"))).isFalse();
  }

  @Test
  @Requirement("D-b")
  void theFirstChangeThatIsNotFiledSetsTheDeadline() {
    CallerNumber moved = block.changed(LocalDate.of(2026, 3, 4), "new address");
    CallerNumber twice = moved.changed(LocalDate.of(2026, 3, 10), "new contact");
    assertThat(twice.changedAt()).isEqualTo(LocalDate.of(2026, 3, 4));
    assertThat(twice.change()).isEqualTo("new address; new contact");
    CallerNumber found = twice.changed(LocalDate.of(2026, 3, 2), "an older one found");
    assertThat(found.changedAt()).isEqualTo(LocalDate.of(2026, 3, 2));
    CallerNumber filed = found.filed(LocalDate.of(2026, 3, 12), "F-2");
    assertThat(filed.unfiled()).isFalse();
    assertThat(filed.changed(LocalDate.of(2026, 4, 1), "again").change()).isEqualTo("again");
  }
}
