package dev.assent.recorder.container;

import java.util.Arrays;

/**
 * How much of each second was really there, for INDEX frames: a byte for each leg, the 10 ms slots
 * of 100 that held sound, or {@link #LOST}. One thread at a time.
 */
final class Presence {
  /** The whole second never reached the recorder. */
  static final int LOST = 0xFF;

  private byte[] slots = new byte[64 * AudioSecond.LEGS];
  private int seconds;

  /** The next second. */
  void add(byte[] plain) {
    grow();
    measure(plain, slots, seconds * AudioSecond.LEGS);
    seconds++;
  }

  /** What an AUDIO frame in the clear says, a byte for each leg. */
  static void measure(byte[] plain, byte[] out, int at) {
    boolean lost = (plain[FrameFormat.FLAGS_AT] & FrameFormat.LOST_SECOND) != 0;
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      int bitmap = FrameFormat.LEGS_AT + leg * FrameFormat.LEG_BYTES + FrameFormat.LEG_BITMAP_AT;
      int present = 0;
      for (int i = 0; i < AudioSecond.BITMAP_BYTES; i++) {
        present += Integer.bitCount(plain[bitmap + i] & 0xFF);
      }
      out[at + leg] = (byte) (lost ? LOST : present);
    }
  }

  /** The bytes of {@code count} seconds. */
  byte[] slice(int first, int count) {
    return Arrays.copyOfRange(slots, first * AudioSecond.LEGS, (first + count) * AudioSecond.LEGS);
  }

  private void grow() {
    if ((seconds + 1) * AudioSecond.LEGS > slots.length) {
      slots = Arrays.copyOf(slots, 2 * slots.length);
    }
  }
}
