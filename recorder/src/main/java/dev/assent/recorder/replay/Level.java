package dev.assent.recorder.replay;

import dev.assent.recorder.container.G711;
import dev.assent.recorder.container.SecondOfSound;

/**
 * How loud one second of one leg is.
 *
 * @param rmsDbfs 0 is a full-scale square wave; {@link #SILENCE} if there is none
 * @param peakDbfs 0 is full scale; {@link #SILENCE} if there is none
 * @param presentSlots of 100: 10 ms slots that were really there
 */
public record Level(int second, int legId, double rmsDbfs, double peakDbfs, int presentSlots) {
  /** No sound at all; 16 bits reach down to −90.3. */
  public static final double SILENCE = -96.0;

  private static final double FULL_SCALE = 32768.0;

  static Level of(SecondOfSound second, SecondOfSound.LegSound leg) {
    short[] linear = G711.table(leg.payloadType());
    double squares = 0;
    int peak = 0;
    for (int i = 0; i < second.samples(); i++) {
      int sample = linear[leg.audio()[i] & 0xFF];
      squares += (double) sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    double rms = second.samples() == 0 ? 0 : Math.sqrt(squares / second.samples());
    int present = 0;
    for (int slot = 0; slot < 100; slot++) {
      present += leg.isPresent(slot) ? 1 : 0;
    }
    return new Level(second.second(), leg.legId(), dbfs(rms), dbfs(peak), present);
  }

  private static double dbfs(double amplitude) {
    return amplitude == 0 ? SILENCE : Math.max(SILENCE, 20 * Math.log10(amplitude / FULL_SCALE));
  }
}
