package dev.assent.testsip.carrier.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeyPacketsTest {
  private static KeyPackets key(int millis, KeyFlaw... flaws) {
    EnumSet<KeyFlaw> set = EnumSet.noneOf(KeyFlaw.class);
    set.addAll(List.of(flaws));
    return KeyPackets.of('#', Duration.ofMillis(millis), set);
  }

  @Test
  void encodesEventEndVolumeAndDuration() {
    KeyPackets key = key(60);
    assertThat(key.payload(key.packets().getFirst())).containsExactly(11, 10, 0, 160);
    assertThat(key.payload(key.packets().getLast())).containsExactly(11, 0x8A, 0x01, 0xE0);
  }

  @Test
  void lostStartLeavesTheThreeEnds() {
    KeyPackets key = key(100, KeyFlaw.LOSE_START);
    assertThat(key.packets()).hasSize(3).allMatch(KeyPackets.Packet::end);
    assertThat(key.packets().getFirst().sequence()).isEqualTo(5);
    assertThat(key.sequences()).isEqualTo(8);
  }

  @Test
  void lostEndLeavesTheUpdates() {
    assertThat(key(100, KeyFlaw.LOSE_END).packets()).hasSize(5).noneMatch(KeyPackets.Packet::end);
  }

  @Test
  void shuffledEndsComeFirstButKeepTheirNumbers() {
    List<KeyPackets.Packet> packets = key(100, KeyFlaw.SHUFFLED).packets();
    assertThat(packets.getFirst().end()).isTrue();
    assertThat(packets.getFirst().slot()).isZero();
    assertThat(packets.stream().map(KeyPackets.Packet::sequence).toList())
        .containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
  }

  @Test
  void twiceMeansTheSameNumberTwice() {
    assertThat(key(40, KeyFlaw.TWICE).packets().stream().map(KeyPackets.Packet::sequence).toList())
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
  }

  @Test
  void withoutMarker() {
    assertThat(key(40, KeyFlaw.NO_MARKER).packets()).noneMatch(KeyPackets.Packet::marker);
  }

  @Test
  void aLongPressGoesOnInSegments() {
    List<KeyPackets.Packet> packets = key(10_000).packets();
    assertThat(packets).allMatch(p -> p.duration() > 0 && p.duration() <= 0xFFFF);
    KeyPackets.Packet last = packets.getLast();
    assertThat(last.offset()).isEqualTo(0xFFFF);
    assertThat(last.offset() + last.duration()).isEqualTo(80_000);
    assertThat(packets.stream().filter(KeyPackets.Packet::marker)).hasSize(1);
  }
}
