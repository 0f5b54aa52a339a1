package dev.assent.recorder.container;

import dev.assent.recorder.CallSound;
import java.lang.management.ManagementFactory;

/** The CPU time of sealing alone, digest and waveform included. */
public final class SealBench {
  private static final int WRITERS = 200;
  private static final int SECONDS = 100;
  private static final int CIPHER_FRAMES = 20_000;

  private SealBench() {}

  /** Of the cipher alone, a frame's worth of bytes. */
  public static double cipherMicros() {
    FrameCipher cipher = new FrameCipher(new byte[32]);
    byte[] plain = new byte[FrameFormat.PLAIN_BYTES];
    byte[] out = new byte[FrameFormat.FRAME_BYTES];
    byte[] aad = new byte[48];
    double best = Double.MAX_VALUE;
    int seq = 0; // the key seals nothing but this
    for (int round = 0; round < 5; round++) {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < CIPHER_FRAMES; i++) {
        cipher.seal(FrameFormat.nonce(0, seq++), aad, plain, 0, plain.length, out, 16);
      }
      long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      best = Math.min(best, used / 1e3 / CIPHER_FRAMES);
    }
    return best;
  }

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
