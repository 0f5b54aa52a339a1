package dev.assent.recorder.container;

import dev.assent.recorder.CallSound;
import java.lang.management.ManagementFactory;

/** The CPU time of sealing alone, digest and waveform included. */
public final class SealBench {
  private static final int WRITERS = 200;
  private static final int SECONDS = 100;

  private SealBench() {}

  /** Of one second of two legs. */
  public static double microsPerSecond() {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      RecordingWriter[] writers = new RecordingWriter[WRITERS];
      for (int i = 0; i < WRITERS; i++) {
        writers[i] = Vectors.writer();
      }
      AudioSecond second = new AudioSecond();
      CallSound.fill(second, 1, 0, AudioSecond.RATE);
      byte[] frame = new byte[FrameFormat.FRAME_BYTES];
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < SECONDS; i++) {
        for (RecordingWriter writer : writers) {
          writer.audio(second, frame, 0);
        }
      }
      long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      best = Math.min(best, used / 1e3 / (WRITERS * SECONDS));
    }
    return best;
  }
}
