package dev.assent.media.tone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The detector at the limits of ITU-T Q.24 (AT&T column), through real G.711. */
@Timeout(60)
class DtmfDetectorTest {
  private static final List<Character> ALL =
      "0123456789*#ABCD".chars().mapToObj(c -> (char) c).toList();

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyDigitInBothLaws(Codec law) {
    for (char digit : ALL) {
      assertThat(heard(law, press(Tones.digit(digit, 60, -10)))).isEqualTo("" + digit);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -5, -10, -20, -25})
  void levelsThatMustBeHeard(double dbm0) {
    everyDigitAtEveryPhase(Tones.digit('9', 60, dbm0), "9");
  }

  @Test
  void levelsThatMustNotBeHeard() {
    everyDigitAtEveryPhase(Tones.digit('9', 60, -55), "");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.015, -0.01, 0.01, 0.015})
  void frequenciesWithinOneAndAHalfPercentMustBeHeard(double offset) {
    for (char digit : ALL) {
      everyDigitAtEveryPhase(Tones.digit(digit, 60, -10, -10, offset), "" + digit);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.06, -0.05, 0.05, 0.06})
  void frequenciesFarOffMustNotBeHeard(double offset) {
    for (char digit : ALL) {
      everyDigitAtEveryPhase(Tones.digit(digit, 60, -10, -10, offset), "");
    }
  }

  @Test
  void twistWithinTheLimits() {
    for (char digit : ALL) {
      everyDigitAtEveryPhase(Tones.digit(digit, 60, -10, -6, 0), "" + digit);
      everyDigitAtEveryPhase(Tones.digit(digit, 60, -5, -12, 0), "" + digit);
    }
    everyDigitAtEveryPhase(Tones.digit('5', 60, -18, -6, 0), "");
    everyDigitAtEveryPhase(Tones.digit('5', 60, -6, -18, 0), "");
  }

  @Test
  void fortyMillisecondsMustBeHeardTwelveMustNot() {
    for (char digit : ALL) {
      everyDigitAtEveryPhase(Tones.digit(digit, 40, -10), "" + digit);
    }
    everyDigitAtEveryPhase(Tones.digit('9', 12, -10), "");
  }

  @Test
  void pressesWith40MillisecondsBetweenAreTwo() {
    short[] twice =
        Tones.join(Tones.digit('9', 50, -10), Tones.silence(40), Tones.digit('9', 50, -10));
    everyDigitAtEveryPhase(twice, "99");
  }

  @Test
  void anInterruptionOfTenMillisecondsDoesNotSplitAPress() {
    short[] broken =
        Tones.join(Tones.digit('9', 50, -10), Tones.silence(10), Tones.digit('9', 50, -10));
    everyDigitAtEveryPhase(broken, "9");
  }

  @Test
  void fifteenDecibelsAboveNoiseIsHeard() {
    long seed = 15;
    Random random = new Random(seed);
    int wrong = 0;
    for (int n = 0; n < 1600; n++) {
      char digit = ALL.get(n % 16);
      short[] press = press(Tones.digit(digit, 60, -13));
      // The two tones together are 3 dB above one.
      short[] noisy = Tones.sum(press, Tones.noise(press.length / 8, -10 - 15, random));
      wrong += heard(Codec.PCMU, noisy).equals("" + digit) ? 0 : 1;
    }
    assertThat(wrong).as("of 1600 digits, seed %d", seed).isZero();
  }

  @Test
  void noDigitsInNoiseSingleTonesAndCallProgress() {
    Random random = new Random(4);
    assertThat(heard(Codec.PCMA, Tones.noise(120_000, -15, random))).isEmpty();
    for (int hertz = 300; hertz < 3400; hertz += 7) {
      assertThat(heard(Codec.PCMU, Tones.sine(hertz, 200, -10))).as("%d Hz", hertz).isEmpty();
    }
    assertThat(heard(Codec.PCMA, Tones.sum(Tones.sine(440, 2000, -15), Tones.sine(480, 2000, -15))))
        .isEmpty();
    assertThat(heard(Codec.PCMA, Tones.sum(Tones.sine(480, 2000, -15), Tones.sine(620, 2000, -15))))
        .isEmpty();
    assertThat(heard(Codec.PCMA, Tones.sine(450, 4000, -10))).isEmpty();
  }

  /**
   * Glottal pulses through gliding formants: harmonics everywhere, far steadier than any voice.
   * Real speech is measured apart, as it may not be kept here.
   */
  @Test
  void hardlyADigitInVowels() {
    long seed = 77;
    Random random = new Random(seed);
    StringBuilder heard = new StringBuilder();
    DtmfDetector detector = new DtmfDetector(heard::append);
    for (int n = 0; n < 600; n++) {
      byte[] vowel = Tones.encode(Codec.PCMU, vowel(random));
      detector.hear(vowel, 0, vowel.length, Codec.PCMU);
    }
    assertThat(heard.toString()).as("in 300 s, seed %d", seed).hasSizeLessThan(2);
  }

  private static short[] vowel(Random random) {
    short[] samples = new short[4000];
    double pitch = 80 + 170 * random.nextDouble();
    double[] formants = {
      300 + 500 * random.nextDouble(),
      900 + 1300 * random.nextDouble(),
      2500 + 500 * random.nextDouble()
    };
    double glide = 0.2 * (random.nextDouble() - 0.5);
    double[] y1 = new double[3];
    double[] y2 = new double[3];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      phase += pitch * (1 + glide * i / samples.length) / 8000;
      double x = phase >= 1 ? 4000 : 0;
      phase -= phase >= 1 ? 1 + 0.01 * random.nextGaussian() : 0; // no voice is steadier
      double sum = 0;
      for (int f = 0; f < 3; f++) {
        double r = Math.exp(-Math.PI * (60 + 40 * f) / 8000);
        double w = 2 * Math.PI * formants[f] * (1 + glide * i / samples.length) / 8000;
        double y = x * (1 - r) + 2 * r * Math.cos(w) * y1[f] - r * r * y2[f];
        y2[f] = y1[f];
        y1[f] = y;
        sum += y * (1 - 0.25 * f) * 8;
      }
      samples[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return samples;
  }

  /** Blocks may begin anywhere in a press: every offset of 7 samples must give the same. */
  private static void everyDigitAtEveryPhase(short[] sound, String expected) {
    for (int offset = 0; offset < 102; offset += 7) {
      short[] shifted = Tones.join(new short[offset], sound, Tones.silence(100));
      assertThat(heard(Codec.PCMU, shifted)).as("offset %d", offset).isEqualTo(expected);
    }
  }

  private static short[] press(short[] tone) {
    return Tones.join(Tones.silence(50), tone, Tones.silence(50));
  }

  private static String heard(Codec law, short[] samples) {
    StringBuilder heard = new StringBuilder();
    byte[] codes = Tones.encode(law, samples);
    new DtmfDetector(heard::append).hear(codes, 0, codes.length, law);
    return heard.toString();
  }
}
