package dev.assent.media.prompt;

/**
 * How loud a sound is while somebody speaks: over those 20 ms frames that are above {@value
 * #FLOOR_DBFS} dBFS and not more than {@value #BELOW_LOUDEST_DB} dB below the loudest. 0 dBFS is a
 * square wave at full scale.
 *
 * @param first index of the first sample of the first frame with speech; −1 when there is none
 * @param end behind the last such frame
 * @param rms of the frames with speech, linear
 * @param peak largest magnitude, linear
 */
record Loudness(int first, int end, double rms, double peak) {
  static final int FLOOR_DBFS = -55;
  static final int BELOW_LOUDEST_DB = 30;

  static Loudness of(double[] samples, int rate) {
    int frame = rate / 50;
    int frames = Math.max(1, samples.length / frame);
    double[] power = new double[frames];
    double loudest = 0;
    for (int i = 0; i < frames; i++) {
      int to = i == frames - 1 ? samples.length : (i + 1) * frame;
      power[i] = power(samples, i * frame, to);
      loudest = Math.max(loudest, power[i]);
    }
    double least = Math.max(loudest * power(-BELOW_LOUDEST_DB), power(FLOOR_DBFS));
    int first = -1;
    int last = -1;
    int active = 0;
    double sum = 0;
    for (int i = 0; i < frames; i++) {
      if (power[i] > least) {
        first = first < 0 ? i : first;
        last = i;
        active++;
        sum += power[i];
      }
    }
    double peak = 0;
    for (double sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return first < 0
        ? new Loudness(-1, -1, 0, peak)
        : new Loudness(
            first * frame,
            last == frames - 1 ? samples.length : (last + 1) * frame,
            Math.sqrt(sum / active),
            peak);
  }

  boolean silent() {
    return first < 0;
  }

  static double dbfs(double linear) {
    return 20 * Math.log10(Math.max(linear, 1e-9));
  }

  static double linear(double db) {
    return Math.pow(10, db / 20);
  }

  private static double power(int db) {
    return Math.pow(10, db / 10.0);
  }

  private static double power(double[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return sum / Math.max(1, to - from);
  }
}
