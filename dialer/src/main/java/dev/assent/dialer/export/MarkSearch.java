package dev.assent.dialer.export;

/**
 * Looks for the noise of an export in a sound, wherever the sound was cut. What people say is
 * predicted out of it first, 20 ms by 20 ms (linear prediction, order 10), so that noise 34 dB
 * below speech stands out; what is left is laid over itself every period and correlated with the
 * sequence at all its places at once.
 */
public final class MarkSearch {
  /**
   * Standard deviations of the best of all places: of chance, one in ten million for one sequence.
   */
  public static final double CERTAIN = 7.5;

  private static final int ORDER = 10;

  /** Below this a block is silence: the mark is not in it, and rounding is. */
  private static final double QUIET = 16;

  private final double[] real = new double[NoiseMark.PERIOD];
  private final double[] imaginary = new double[NoiseMark.PERIOD];

  /**
   * @param channels samples of each channel, 8 kHz
   */
  public MarkSearch(short[][] channels) {
    for (short[] channel : channels) {
      for (int block = 0; block + NoiseMark.BLOCK <= channel.length; block += NoiseMark.BLOCK) {
        fold(channel, block);
      }
    }
    Fourier.transform(real, imaginary);
  }

  /** Weighs one block as its noise would best be seen, and lays it over the others. */
  private void fold(short[] sound, int block) {
    int from = Math.max(0, block - ORDER);
    double[] x = new double[block + NoiseMark.BLOCK - from];
    double energy = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = sound[from + i];
      energy += x[i] * x[i];
    }
    double rms = Math.sqrt(energy / x.length);
    if (rms < QUIET) {
      return;
    }
    double[] predictor = predictor(x);
    int lead = block - from;
    double[] rest = new double[x.length];
    double squares = 0;
    for (int i = lead; i < x.length; i++) {
      for (int k = 0; k <= ORDER && k <= i; k++) {
        rest[i] += predictor[k] * x[i - k];
      }
      squares += rest[i] * rest[i];
    }
    double weight = rms * NoiseMark.BLOCK / (squares + 1);
    for (int i = lead; i < x.length; i++) {
      for (int k = 0; k <= ORDER && k <= i; k++) {
        real[(from + i - k) % NoiseMark.PERIOD] += weight * predictor[k] * rest[i];
      }
    }
  }

  /** Levinson and Durbin: 1, then what each of the samples before takes away. */
  private static double[] predictor(double[] x) {
    double[] r = new double[ORDER + 1];
    for (int lag = 0; lag <= ORDER; lag++) {
      for (int i = lag; i < x.length; i++) {
        r[lag] += x[i] * x[i - lag];
      }
    }
    r[0] *= 1.0001;
    double[] a = new double[ORDER + 1];
    a[0] = 1;
    double error = r[0];
    for (int i = 1; i <= ORDER; i++) {
      double sum = r[i];
      for (int j = 1; j < i; j++) {
        sum += a[j] * r[i - j];
      }
      double reflection = -sum / error;
      double[] next = a.clone();
      for (int j = 1; j < i; j++) {
        next[j] = a[j] + reflection * a[i - j];
      }
      next[i] = reflection;
      a = next;
      error *= 1 - reflection * reflection;
    }
    return a;
  }

  /** How far the best place of a sequence stands above all others, in standard deviations. */
  public double score(byte[] seed) {
    byte[] signs = NoiseMark.signs(seed);
    int n = NoiseMark.PERIOD;
    double[] a = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      a[i] = signs[i];
    }
    Fourier.transform(a, b);
    for (int i = 0; i < n; i++) {
      double re = real[i] * a[i] + imaginary[i] * b[i];
      double im = imaginary[i] * a[i] - real[i] * b[i];
      a[i] = re;
      b[i] = -im; // conjugated, so that the same transform goes back
    }
    Fourier.transform(a, b);
    double best = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (double value : a) {
      best = Math.max(best, value);
      sum += value;
      squares += value * value;
    }
    double mean = sum / n;
    double deviation = Math.sqrt(Math.max(squares / n - mean * mean, 1e-300));
    return (best - mean) / deviation;
  }
}
