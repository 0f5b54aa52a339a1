package dev.assent.media.prompt;

/**
 * To 8 kHz by a polyphase low-pass: a Kaiser-windowed sinc, flat to the telephone band's 3,400 Hz
 * and down by {@value #STOP_BAND_DB} dB from 4,000 Hz on, so that nothing folds back into the band.
 *
 * <p>With {@code L/M} the rate 8000/rate in lowest terms, output sample {@code n} uses phase {@code
 * n·M mod L} of the filter; each phase is made once and has gain 1 at 0 Hz. Linear phase, no delay.
 */
final class Resampler {
  static final int RATE = 8000;
  static final int PASS_BAND_HZ = 3400;
  static final int STOP_BAND_HZ = 4000;
  static final int STOP_BAND_DB = 80;

  private Resampler() {}

  /**
   * @param rate of the samples given, {@value #RATE} or above
   */
  static double[] toTelephone(double[] samples, int rate) {
    if (rate == RATE) {
      return samples.clone();
    }
    int common = gcd(rate, RATE);
    int up = RATE / common;
    int down = rate / common;
    double[][] phases = new double[up][];
    int half = halfLength(rate);
    int length = (int) Math.max(1, Math.round((double) samples.length * up / down));
    double[] out = new double[length];
    for (int n = 0; n < length; n++) {
      long position = (long) n * down;
      int phase = (int) (position % up);
      double[] taps = phases[phase];
      if (taps == null) {
        taps = taps((double) phase / up, half, rate);
        phases[phase] = taps;
      }
      out[n] = dot(samples, (int) (position / up) - half + 1, taps);
    }
    return out;
  }

  private static double dot(double[] samples, int from, double[] taps) {
    double sum = 0;
    int first = Math.max(0, -from);
    int end = Math.min(taps.length, samples.length - from);
    for (int k = first; k < end; k++) {
      sum += samples[from + k] * taps[k];
    }
    return sum;
  }

  /** Kaiser's formula for the number of taps that the transition band needs. */
  private static int halfLength(int rate) {
    double transition = 2 * Math.PI * (STOP_BAND_HZ - PASS_BAND_HZ) / rate;
    return (int) Math.ceil((STOP_BAND_DB - 7.95) / (2.285 * transition) / 2) + 1;
  }

  /**
   * The taps around a point between two samples.
   *
   * @param fraction how far behind the sample at {@code half − 1} the point lies, 0 to 1
   */
  private static double[] taps(double fraction, int half, int rate) {
    double cutOff = (PASS_BAND_HZ + STOP_BAND_HZ) / 2.0 / rate;
    double beta = 0.1102 * (STOP_BAND_DB - 8.7);
    double[] taps = new double[2 * half];
    double sum = 0;
    for (int k = 0; k < taps.length; k++) {
      double t = k - (half - 1) - fraction;
      double inWindow = t / half;
      double window =
          Math.abs(inWindow) >= 1
              ? 0
              : bessel(beta * Math.sqrt(1 - inWindow * inWindow)) / bessel(beta);
      taps[k] = sinc(2 * cutOff * t) * window;
      sum += taps[k];
    }
    for (int k = 0; k < taps.length; k++) {
      taps[k] /= sum;
    }
    return taps;
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** The modified Bessel function of the first kind, order 0, by its series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-14; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
