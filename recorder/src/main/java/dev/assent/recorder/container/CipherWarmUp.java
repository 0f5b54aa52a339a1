package dev.assent.recorder.container;

/**
 * Seals frames of nothing under a key of nothing until the JIT has compiled what recordings need:
 * the first seal of a cold JVM takes tens of milliseconds.
 */
public final class CipherWarmUp {
  private CipherWarmUp() {}

  public static void run(int seals) {
    FrameCipher cipher = new FrameCipher(new byte[32]);
    byte[] plain = new byte[FrameFormat.PLAIN_BYTES];
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    for (int seq = 0; seq < seals; seq++) {
      byte[] aad = FrameFormat.aad(new byte[32], frame, 0, FrameFormat.HEAD_BYTES);
      byte[] nonce = FrameFormat.nonce(0, seq);
      cipher.seal(nonce, aad, plain, 0, plain.length, frame, FrameFormat.HEAD_BYTES);
    }
  }
}
