package dev.assent.recorder.container;

/** Opens frames of one file. One thread at a time. */
final class FrameOpener {
  private final FrameCipher cipher;
  private final byte[] headerSha256;

  FrameOpener(RecordingHeader header, FileKeys keys) {
    cipher = keys.frameCipher();
    headerSha256 = header.sha256();
  }

  /** The plaintext. */
  byte[] open(byte[] frame, FrameFormat.Head head) throws MalformedRecording {
    boolean last = head.type() == FrameFormat.FINAL;
    int clear = last ? FrameFormat.FINAL_CLEAR_END : FrameFormat.HEAD_BYTES;
    int from = last ? FrameFormat.FINAL_SEALED_AT : FrameFormat.HEAD_BYTES;
    byte[] plain = new byte[FrameFormat.TAG_AT - from];
    boolean opened =
        cipher.open(
            FrameFormat.nonce(head.flags(), head.seq()),
            FrameFormat.aad(headerSha256, frame, 0, clear),
            frame,
            from,
            FrameFormat.FRAME_BYTES - from,
            plain);
    if (!opened) {
      throw new MalformedRecording("frame %d does not open".formatted(head.seq()));
    }
    return plain;
  }
}
