package dev.assent.recorder.container;

import java.util.Arrays;

/**
 * The waveform for INDEX frames, gathered while recording: 40 bytes a second. One thread at a time.
 */
final class Peaks {
  private static final int PER_SECOND = 10;
  private static final int STEP = AudioSecond.RATE / PER_SECOND;

  private byte[] peaks = new byte[64 * FrameFormat.PEAK_BYTES];
  private final boolean[] occurs = new boolean[256];
  private int seconds;

  int seconds() {
    return seconds;
  }

  /** A second without sound. */
  void silence() {
    grow();
    seconds++;
  }

  void add(byte[] plain) {
    grow();
    int at = seconds * FrameFormat.PEAK_BYTES;
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      int codec = plain[FrameFormat.LEGS_AT + leg * FrameFormat.LEG_BYTES + 1];
      int from = FrameFormat.SOUND_AT + leg * AudioSecond.RATE;
      for (int step = 0; step < PER_SECOND; step++, from += STEP) {
        at = peak(plain, from, codec, at);
      }
    }
    seconds++;
  }

  /**
   * Smallest and largest of 100 ms, silence counted in. G.711 knows 256 sounds: which of them occur
   * is found in a third of the time that it takes to compare 800 samples.
   */
  private int peak(byte[] plain, int from, int codec, int at) {
    Arrays.fill(occurs, false);
    for (int i = from; i < from + STEP; i++) {
      occurs[plain[i] & 0xFF] = true;
    }
    short[] linear = G711.shared(codec);
    int min = 0;
    int max = 0;
    for (int code = 0; code < occurs.length; code++) {
      if (occurs[code]) {
        min = Math.min(min, linear[code]);
        max = Math.max(max, linear[code]);
      }
    }
    peaks[at] = (byte) (min >> 8);
    peaks[at + 1] = (byte) (max >> 8);
    return at + 2;
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
