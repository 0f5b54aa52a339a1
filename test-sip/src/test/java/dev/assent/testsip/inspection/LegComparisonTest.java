package dev.assent.testsip.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.media.Law;
import dev.assent.testsip.carrier.media.Noise;
import dev.assent.testsip.carrier.media.Recorded;
import dev.assent.testsip.inspection.RecordedLeg.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that always agrees would prove nothing. */
@Timeout(60)
class LegComparisonTest {
  private static final int PACKETS = 100;

  /** So that the timestamps pass 2^32 on the way. */
  private static final int FIRST = -20 * 160;

  @TempDir Path directory;

  private final byte[] said = new Noise("somebody", Law.ULAW).audio(0, PACKETS * 160);

  @Test
  void everySampleIsThere() throws IOException {
    assertThat(LegComparison.of(recorded(10, 100), track()))
        .isEqualTo(new LegComparison(90 * 160, 0, Long.MAX_VALUE, 0, 0, 0));
  }

  @Test
  void packetsInAnyOrder() throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < PACKETS; i += 2) {
      order.addAll(List.of(i + 1, i));
    }

    assertThat(LegComparison.of(recorded(10, 100), track(order)).faults("leg")).isEmpty();
  }

  @Test
  void oneSampleIsAnother() throws IOException {
    RecordedLeg leg = recorded(10, 100);
    leg.slots().get(7).sound()[3] ^= 1;

    assertThat(LegComparison.of(leg, track()).different()).isEqualTo(80);
  }

  @Test
  void slotsOfTheMiddleAreMissing() throws IOException {
    List<Slot> slots = new ArrayList<>(recorded(10, 100).slots());
    slots.subList(40, 43).clear();

    assertThat(LegComparison.of(new RecordedLeg(slots), track()).missing()).isEqualTo(240);
  }

  @Test
  void theLastWordsAreMissing() throws IOException {
    LegComparison cutShort = LegComparison.of(recorded(10, 94), track());

    assertThat(cutShort.tail()).isEqualTo(960);
    assertThat(cutShort.faults("leg")).singleElement().asString().contains("120 ms");
  }

  @Test
  void whatTheCarrierNoLongerTookIsNoFaultForATenthOfASecond() throws IOException {
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < 95; i++) {
      first.add(i);
    }
    assertThat(LegComparison.of(recorded(10, 100), track(first)).faults("leg")).isEmpty();
    first.removeLast();
    assertThat(LegComparison.of(recorded(10, 100), track(first)).faults("leg"))
        .singleElement()
        .asString()
        .contains("120 ms");
  }

  @Test
  void isNotTakenForAnothersCall() throws IOException {
    byte[] other = new Noise("somebody else", Law.ULAW).audio(0, said.length);
    System.arraycopy(other, 0, said, 0, 20 * 160);

    CarrierTrack track = track();
    System.arraycopy(new Noise("somebody", Law.ULAW).audio(0, said.length), 0, said, 0, 20 * 160);
    assertThat(recorded(10, 100).beginsLike(track)).isFalse();
    assertThat(recorded(20, 100).beginsLike(track)).isTrue();
  }

  private RecordedLeg recorded(int fromPacket, int toPacket) {
    List<Slot> slots = new ArrayList<>();
    for (int at = fromPacket * 160; at < toPacket * 160; at += RecordedLeg.SAMPLES) {
      slots.add(new Slot(FIRST + at, Arrays.copyOfRange(said, at, at + RecordedLeg.SAMPLES)));
    }
    return new RecordedLeg(slots);
  }

  private CarrierTrack track() throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      order.add(i);
    }
    return track(order);
  }

  private CarrierTrack track(List<Integer> order) throws IOException {
    StringBuilder index = new StringBuilder();
    byte[] audio = new byte[said.length];
    for (int i = 0; i < order.size(); i++) {
      int packet = order.get(i);
      System.arraycopy(said, packet * 160, audio, i * 160, 160);
      index.append(
          "%d,%d,%d,0,0,%d,160%n"
              .formatted(
                  20_000L * i, packet, Integer.toUnsignedLong(FIRST + packet * 160), i * 160));
    }
    Path sound = directory.resolve("call.ul");
    Path lines = directory.resolve("call.csv");
    Files.write(sound, audio);
    Files.writeString(lines, index);
    return new CarrierTrack(Recorded.read(sound, lines));
  }
}
