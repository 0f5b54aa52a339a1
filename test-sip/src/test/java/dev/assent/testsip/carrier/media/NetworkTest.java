package dev.assent.testsip.carrier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NetworkTest {
  private static final int PACKETS = 10_000;

  private static List<Integer> carried(long seed, int loss, int duplicate, int reorder) {
    Network network = new Network(seed);
    network.set(loss, duplicate, reorder);
    List<Integer> arrived = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = {(byte) (i >> 8), (byte) i};
      network.carry(packet, p -> arrived.add((p[0] & 0xFF) << 8 | (p[1] & 0xFF)));
    }
    return arrived;
  }

  @Test
  void aGoodNetworkChangesNothing() {
    assertThat(carried(1, 0, 0, 0)).hasSize(PACKETS).isSorted();
  }

  @Test
  void losesItsShare() {
    assertThat(carried(1, 5, 0, 0)).hasSizeBetween(PACKETS * 94 / 100, PACKETS * 96 / 100);
  }

  @Test
  void doublesItsShare() {
    List<Integer> arrived = carried(1, 0, 10, 0);
    assertThat(arrived).hasSizeBetween(PACKETS * 109 / 100, PACKETS * 111 / 100).isSorted();
  }

  @Test
  void swapsNeighboursButLosesNone() {
    List<Integer> arrived = carried(1, 0, 0, 20);
    // The last one may still wait for a packet to overtake it.
    assertThat(new HashSet<>(arrived)).hasSizeGreaterThanOrEqualTo(PACKETS - 1);
    for (int i = 0; i < arrived.size(); i++) {
      assertThat(Math.abs(arrived.get(i) - i)).isLessThanOrEqualTo(1);
    }
    assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(carried(7, 5, 5, 5))
        .isEqualTo(carried(7, 5, 5, 5))
        .isNotEqualTo(carried(8, 5, 5, 5));
  }
}
