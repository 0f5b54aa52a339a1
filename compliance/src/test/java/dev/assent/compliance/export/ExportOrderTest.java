package dev.assent.compliance.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.With;
import dev.assent.compliance.export.ExportOrder.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an export must say before anybody is asked to agree. */
@Timeout(10)
@Requirement("R53")
class ExportOrderTest {
  private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");
  private static final ExportOrder ORDER =
      new ExportOrder(
          new UUID(6, 6),
          List.of(new ExportOrder.Piece(new UUID(7, 7), "ab".repeat(32))),
          new UUID(8, 8),
          Purpose.DISPUTE,
          "C-7",
          "a court",
          null,
          Delivery.passphrase(),
          false,
          false,
          List.of(new Span(12_000, 19_000)),
          "carol",
          NOW,
          NOW.plus(Duration.ofDays(7)),
          NOW.plus(Duration.ofDays(30)),
          List.of());

  @Test
  void whatSaysTooLittleIsNotAskedFor() {
    assertThat(ORDER.fault()).isEmpty();
    assertThat(With.with(ORDER, "caseId", null).fault()).isPresent();
    assertThat(With.with(ORDER, "caseId", "x".repeat(101)).fault()).isPresent();
    assertThat(With.with(ORDER, "recipient", " ").fault()).isPresent();
    assertThat(With.with(ORDER, "files", List.of()).fault()).isPresent();
    assertThat(With.with(ORDER, "destroyBy", NOW).fault()).isPresent();
    ExportOrder training = With.with(ORDER, "purpose", Purpose.TRAINING);
    assertThat(training.fault()).isPresent();
    assertThat(With.with(training, "agreement", "DPA-1").fault()).isEmpty();
  }

  @Test
  void onlyACourtHearsEverythingAndOnlyWhenThatIsAskedFor() {
    assertThat(With.with(ORDER, "unmasked", true).fault()).isPresent();
    ExportOrder court = With.with(ORDER, "court", true);
    assertThat(court.fault()).isEmpty();
    assertThat(With.with(court, "purpose", Purpose.QUALITY).fault()).isPresent();
    ExportOrder unmasked = With.with(court, "unmasked", true);
    assertThat(unmasked.fault()).isPresent();
    assertThat(With.with(unmasked, "masks", List.of()).fault()).isEmpty();
  }

  @Test
  void aSpanBeginsBeforeItEnds() {
    assertThatThrownBy(() -> new Span(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Span(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
