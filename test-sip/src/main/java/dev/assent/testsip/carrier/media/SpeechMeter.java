package dev.assent.testsip.carrier.media;

import java.time.Duration;

/**
 * Hears when the caller speaks: a stretch of speech begins with 60 ms above a level and has ended
 * when nothing was above it for a pause. Loop thread only.
 */
final class SpeechMeter {
  /** Mean of the absolute 16-bit samples; about -50 dB of full scale. */
  private static final int LEVEL = 100;

  private static final int FRAMES_TO_BEGIN = 3;

  private final long pauseNanos;
  private int loudFrames;
  private boolean speaking;
  private long lastLoudNanos;
  private int begun;
  private int ended;

  SpeechMeter(Duration pause) {
    this.pauseNanos = pause.toNanos();
  }

  void frame(long nanos, byte[] payload, Law law) {
    long sum = 0;
    for (byte code : payload) {
      sum += Math.abs(law.decode(code));
    }
    if (payload.length == 0 || sum / payload.length < LEVEL) {
      loudFrames = 0;
      return;
    }
    loudFrames++;
    lastLoudNanos = nanos;
    if (!speaking && loudFrames >= FRAMES_TO_BEGIN) {
      speaking = true;
      begun++;
    }
  }

  /** Lets time pass; missing packets are a pause too. */
  void tick(long nanos) {
    if (speaking && nanos - lastLoudNanos >= pauseNanos) {
      speaking = false;
      ended++;
    }
  }

  int begun() {
    return begun;
  }

  int ended() {
    return ended;
  }
}
