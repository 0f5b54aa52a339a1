package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SoundMeterTest {
  private static final byte[] ALL = bitmap(100);
  private final SoundMeter meter = new SoundMeter();

  @Test
  void aSteadyToneHasItsLevelAndNoSilence() {
    byte[] tone = tone(10_000, G711.PCMA);
    meter.add(tone, 0, 8000, G711.PCMA, ALL);
    LegMeasures heard = meter.measures(7);
    assertThat(heard.legId()).isEqualTo(7);
    assertThat(heard.soundMillis()).isEqualTo(1000);
    assertThat(heard.voiceMillis()).isEqualTo(1000);
    assertThat(heard.missingMillis()).isZero();
    assertThat(heard.longestSilenceMillis()).isZero();
    assertThat(heard.peak()).isCloseTo(10_000, within(300));
    assertThat(heard.rms()).isCloseTo(7071, within(150));
    assertThat(heard.clipped()).isZero();
  }

  @Test
  void whatIsTooLoudIsCountedAsClipped() {
    for (int codec : new int[] {G711.PCMU, G711.PCMA}) {
      SoundMeter loud = new SoundMeter();
      byte[] square = new byte[8000];
      byte most = loudest(codec);
      Arrays.fill(square, G711.silence(codec));
      Arrays.fill(square, 0, 2000, most);
      Arrays.fill(square, 2000, 4000, (byte) (most ^ 0x80));
      loud.add(square, 0, 8000, codec, ALL);
      assertThat(loud.measures(0).clipped()).isEqualTo(0.5);
      assertThat(loud.measures(0).peak()).isEqualTo(Math.abs(G711.shared(codec)[most & 0xFF]));
    }
  }

  @Test
  void theLongestSilenceRunsAcrossSecondsAndGaps() {
    byte[] tone = tone(3000, G711.PCMU);
    byte[] silence = new byte[8000];
    Arrays.fill(silence, G711.silence(G711.PCMU));
    meter.add(tone, 0, 8000, G711.PCMU, ALL);
    meter.add(silence, 0, 8000, G711.PCMU, ALL);
    meter.lost();
    meter.add(
        tone, 0, 8000, G711.PCMU, bitmap(0)); // nothing of it came: what lies there is filling
    meter.add(tone, 0, 8000, G711.PCMU, ALL);
    meter.add(silence, 0, 8000, G711.PCMU, ALL);
    LegMeasures heard = meter.measures(0);
    assertThat(heard.longestSilenceMillis()).isEqualTo(3000);
    assertThat(heard.missingMillis()).isEqualTo(2000);
    assertThat(heard.soundMillis()).isEqualTo(4000);
    assertThat(heard.voiceMillis()).isEqualTo(2000);
  }

  @Test
  void onlyWhatCameOfAShortSecondCounts() {
    meter.add(tone(3000, G711.PCMU), 0, 1200, G711.PCMU, bitmap(15));
    assertThat(meter.measures(0).soundMillis()).isEqualTo(150);
    assertThat(meter.measures(0).missingMillis()).isZero();
    assertThat(meter.measures(0).voiceMillis()).isEqualTo(150);
  }

  @Test
  void aLineThatOnlyHissesIsSilent() {
    meter.add(tone(100, G711.PCMA), 0, 8000, G711.PCMA, ALL);
    assertThat(meter.measures(0).voiceMillis()).isZero();
    assertThat(meter.measures(0).longestSilenceMillis()).isEqualTo(1000);
    assertThat(meter.measures(0).rms()).isPositive();
  }

  @Test
  void nothingAtAllIsNothing() {
    assertThat(meter.measures(1)).isEqualTo(new LegMeasures(1, 0, 0, 0, 0, 0, 0, 0));
  }

  private static byte[] tone(int amplitude, int codec) {
    byte[] tone = new byte[8000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = nearest(codec, amplitude * Math.sin(2 * Math.PI * 440 * i / 8000));
    }
    return tone;
  }

  private static byte nearest(int codec, double sample) {
    short[] linear = G711.shared(codec);
    int best = 0;
    for (int code = 1; code < linear.length; code++) {
      if (Math.abs(linear[code] - sample) < Math.abs(linear[best] - sample)) {
        best = code;
      }
    }
    return (byte) best;
  }

  private static byte loudest(int codec) {
    return nearest(codec, 32_767);
  }

  private static byte[] bitmap(int slots) {
    byte[] bitmap = new byte[AudioSecond.BITMAP_BYTES];
    for (int i = 0; i < slots; i++) {
      bitmap[i >> 3] |= (byte) (0x80 >> (i & 7));
    }
    return bitmap;
  }
}
