package dev.assent.recorder.container;

import java.util.Arrays;

/**
 * The waveform for INDEX frames, gathered while recording: 40 bytes a second. One thread at a time.
 */
final class Peaks {
  private static final int PER_SECOND = 10;
  private static final int STEP = AudioSecond.RATE / PER_SECOND;

  private byte[] peaks = new byte[64 * FrameFormat.PEAK_BYTES];
  private final Extremes extremes = new Extremes();
  private int seconds;

  /** A second without sound. */
  void silence() {
    grow();
    seconds++;
  }

  void add(byte[] plain) {
    grow();
    measure(plain, peaks, seconds * FrameFormat.PEAK_BYTES);
    seconds++;
  }

  /** The waveform of an AUDIO frame in the clear, {@code PEAK_BYTES} bytes. */
  void measure(byte[] plain, byte[] out, int at) {
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      int codec = plain[FrameFormat.LEGS_AT + leg * FrameFormat.LEG_BYTES + 1];
      int from = FrameFormat.SOUND_AT + leg * AudioSecond.RATE;
      for (int step = 0; step < PER_SECOND; step++, from += STEP, at += 2) {
        peak(plain, from, codec, out, at);
      }
    }
  }

  /** Smallest and largest of 100 ms, silence counted in. */
  private void peak(byte[] plain, int from, int codec, byte[] out, int at) {
    extremes.measure(plain, from, STEP, codec);
    out[at] = (byte) (Math.min(0, extremes.min()) >> 8);
    out[at + 1] = (byte) (Math.max(0, extremes.max()) >> 8);
  }

  /** The bytes of {@code count} seconds. */
  byte[] slice(int first, int count) {
    return Arrays.copyOfRange(
        peaks, first * FrameFormat.PEAK_BYTES, (first + count) * FrameFormat.PEAK_BYTES);
  }

  private void grow() {
    if ((seconds + 1) * FrameFormat.PEAK_BYTES > peaks.length) {
      peaks = Arrays.copyOf(peaks, 2 * peaks.length);
    }
  }
}
