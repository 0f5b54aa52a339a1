package dev.assent.dialer.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who knocks stands out, however many forged sources stand around it. */
@Timeout(60)
class DropSourcesTest {
  private final DropSources sources = new DropSources();

  private void add(String source, Drop why, int times) {
    for (int i = 0; i < times; i++) {
      sources.add(why, InetAddress.ofLiteral(source));
    }
  }

  @Test
  void addressesOfOneNetworkCountAsOne() {
    add("192.0.2.1", Drop.STRANGER, 2);
    add("192.0.2.254", Drop.MALFORMED, 1);
    add("2001:db8:1:2::3", Drop.STRANGER, 1);
    add("2001:db8:1:ffff::4", Drop.STRANGER, 1);
    assertThat(sources.list())
        .containsExactly(
            new DropSource("192.0.2.0/24", Map.of(Drop.STRANGER, 2L, Drop.MALFORMED, 1L)),
            new DropSource("2001:db8:1:0:0:0:0:0/48", Map.of(Drop.STRANGER, 2L)));
  }

  @Test
  void aFloodOfForgedSourcesHidesNobody() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      add("10.%d.%d.1".formatted(random.nextInt(256), random.nextInt(256)), Drop.STRANGER, 1);
      if (i % 10 == 0) {
        add("192.0.2.7", Drop.STRANGER, 1);
      }
    }
    List<DropSource> all = sources.list();
    assertThat(all).hasSize(DropSources.NETWORKS + 1);
    assertThat(all.getFirst().network()).isEqualTo("192.0.2.0/24");
    assertThat(all.getFirst().total()).isGreaterThan(1_900);
    assertThat(all.getLast().network()).isEqualTo(DropSource.OTHERS);
    assertThat(all.stream().mapToLong(DropSource::total).sum()).isEqualTo(22_000);
  }
}
