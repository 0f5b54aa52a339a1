package dev.assent.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pass-band, stop-band and aliasing of the conversion to 8 kHz, measured with tones and a sweep.
 */
@Timeout(60)
class ResamplerTest {
  private static final double FLAT_DB = 0.02;
  private static final int QUIET_DB = -78;

  @ParameterizedTest
  @ValueSource(ints = {48_000, 44_100, 32_000, 22_050, 16_000, 11_025, 8001})
  void theTelephoneBandPassesUnchanged(int rate) {
    for (int hertz = 100; hertz <= Resampler.PASS_BAND_HZ; hertz += 300) {
      double[] out = Resampler.toTelephone(tone(rate, hertz, rate), rate);
      Fit fit = Fit.of(out, hertz);
      assertThat(20 * Math.log10(fit.amplitude())).as("%d Hz", hertz).isBetween(-FLAT_DB, FLAT_DB);
      assertThat(fit.phase()).as("delay at %d Hz", hertz).isBetween(-0.001, 0.001);
      assertThat(20 * Math.log10(fit.rest())).as("images of %d Hz", hertz).isLessThan(QUIET_DB);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {48_000, 44_100, 32_000, 22_050, 16_000, 11_025})
  void whatATelephoneCannotCarryDoesNotFoldBack(int rate) {
    for (int hertz = Resampler.STOP_BAND_HZ; hertz < rate / 2; hertz += 730) {
      double[] out = Resampler.toTelephone(tone(rate, hertz, rate), rate);
      assertThat(20 * Math.log10(Math.sqrt(2) * rms(out))).as("%d Hz", hertz).isLessThan(QUIET_DB);
    }
  }

  /** From just above 4 kHz to the top of the band and nowhere louder than the limit. */
  @ParameterizedTest
  @ValueSource(ints = {48_000, 44_100, 16_000})
  void aSweepAboveTheBandIsGone(int rate) {
    double top = rate / 2.0;
    double[] sweep = new double[2 * rate];
    for (int i = 0; i < sweep.length; i++) {
      double t = (double) i / rate;
      // Faded in and out slowly: a sudden start has every frequency in it.
      double edge = Math.min(1, Math.min(i, sweep.length - i) / (rate / 3.0));
      sweep[i] =
          Math.sin(2 * Math.PI * (4100 * t + (top - 4100) * t * t / 4))
              * (1 - Math.cos(Math.PI * edge))
              / 2;
    }
    double loudest = parts(Resampler.toTelephone(sweep, rate)).max().orElseThrow();
    assertThat(20 * Math.log10(Math.sqrt(2) * loudest)).isLessThan(QUIET_DB);
  }

  private static DoubleStream parts(double[] out) {
    return IntStream.range(0, out.length / 160)
        .mapToDouble(i -> rms(Arrays.copyOfRange(out, i * 160, (i + 1) * 160)));
  }

  @Test
  void itsLengthIsThatOfTheSoundAndAConstantStaysOne() {
    double[] constant = new double[44_100];
    Arrays.fill(constant, 0.5);
    double[] out = Resampler.toTelephone(constant, 44_100);
    assertThat(out).hasSize(8000);
    assertThat(Arrays.stream(out, 100, 7900)).allMatch(s -> Math.abs(s - 0.5) < 1e-9);
    assertThat(Resampler.toTelephone(new double[1], 48_000)).hasSize(1);
    assertThat(Resampler.toTelephone(new double[] {0.1, -0.2}, 8000)).containsExactly(0.1, -0.2);
  }

  private static double[] tone(int rate, double hertz, int frames) {
    return IntStream.range(0, frames)
        .mapToDouble(i -> Math.sin(2 * Math.PI * hertz * i / rate))
        .toArray();
  }

  private static double rms(double[] samples) {
    int edge = Math.min(samples.length / 4, 200);
    double sum = 0;
    for (int i = edge; i < samples.length - edge; i++) {
      sum += samples[i] * samples[i];
    }
    return Math.sqrt(sum / (samples.length - 2 * edge));
  }

  /**
   * The sine of a frequency that is in a sound, and what else is.
   *
   * @param rest linear peak of everything but the sine
   */
  private record Fit(double amplitude, double phase, double rest) {
    static Fit of(double[] out, double hertz) {
      int from = 400;
      int to = out.length - 400; // a whole number of periods of 100 Hz
      double sine = 0;
      double cosine = 0;
      for (int i = from; i < to; i++) {
        sine += out[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
        cosine += out[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
      }
      sine *= 2.0 / (to - from);
      cosine *= 2.0 / (to - from);
      double rest = 0;
      for (int i = from; i < to; i++) {
        double w = 2 * Math.PI * hertz * i / 8000;
        rest = Math.max(rest, Math.abs(out[i] - sine * Math.sin(w) - cosine * Math.cos(w)));
      }
      return new Fit(Math.hypot(sine, cosine), Math.atan2(cosine, sine), rest + 1e-12);
    }
  }
}
