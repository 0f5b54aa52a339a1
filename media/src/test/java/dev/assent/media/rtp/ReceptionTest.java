package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.rtp.Reception.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sequence numbers and jitter (RFC 3550 appendix A). */
@Timeout(10)
class ReceptionTest {
  private final Reception reception = new Reception();

  @Test
  void countsAcrossTheWrap() {
    for (int n = 65_000; n < 65_000 + 200_000; n++) {
      assertThat(reception.packet(n & 0xFFFF)).isEqualTo(Order.NEWER);
    }
    assertThat(reception.received()).isEqualTo(200_000);
    assertThat(reception.lost()).isZero();
    assertThat(reception.extendedHighest()).isEqualTo(264_999);
  }

  @Test
  void lateAndDuplicatePacketsAreToldApart() {
    reception.packet(65_535);
    reception.packet(1);
    assertThat(reception.lost()).isEqualTo(1);
    assertThat(reception.packet(0)).isEqualTo(Order.LATE);
    assertThat(reception.packet(0)).isEqualTo(Order.DUPLICATE);
    assertThat(reception.packet(65_535)).isEqualTo(Order.DUPLICATE);
    assertThat(reception.lost()).isZero();
    assertThat(reception.late()).isEqualTo(1);
    assertThat(reception.duplicates()).isEqualTo(2);
  }

  @Test
  void aFarJumpIsANewRunNotAGap() {
    for (int n = 0; n < 10; n++) {
      reception.packet(n);
    }
    reception.packet(40_000);
    reception.packet(40_002);
    assertThat(reception.lost()).isEqualTo(1);
    reception.packet(5);
    assertThat(reception.lost()).isEqualTo(1);
  }

  @Test
  void fractionLostIsSinceTheReportBefore() {
    for (int n = 0; n < 100; n++) {
      if (n % 2 == 0) {
        reception.packet(n);
      }
    }
    assertThat(reception.takeFractionLost()).isBetween(124, 130);
    for (int n = 100; n < 200; n++) {
      reception.packet(n);
    }
    assertThat(reception.takeFractionLost()).isLessThan(4);
  }

  @Test
  void jitterOfASteadyStreamIsNoneAndOfAnUnsteadyOneItsDeviation() {
    for (int n = 0; n < 100; n++) {
      reception.transit(n * 160, n * 160 - 12_345);
    }
    assertThat(reception.jitter()).isZero();
    for (int n = 100; n < 1000; n++) {
      reception.transit(n * 160 + (n % 2) * 80, n * 160 - 12_345);
    }
    assertThat(reception.jitter()).isBetween(75.0, 80.5);
  }
}
