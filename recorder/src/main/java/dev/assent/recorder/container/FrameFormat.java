package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Places and numbers of frames that writer and reader share (docs/FORMAT-recording.md). */
public final class FrameFormat {
  /** Every frame, on disk. */
  public static final int FRAME_BYTES = 16_384;

  /** Frames of one file at most: eleven days. More is no recording, whatever it claims. */
  static final int MAX_FRAMES = 1_000_000;

  static final int HEAD_BYTES = 16;
  static final int TAG_AT = FRAME_BYTES - FrameCipher.TAG_BYTES;
  static final int PLAIN_BYTES = FRAME_BYTES - HEAD_BYTES - FrameCipher.TAG_BYTES;

  static final int AUDIO = 1;
  static final int INDEX = 3;
  static final int FINAL = 0x7F;
  static final int LAST = 1;

  // AUDIO, from the start of the plaintext
  static final int SAMPLES_AT = 20;
  static final int FLAGS_AT = 22;
  static final int LEGS_AT = 24;
  static final int LEG_BYTES = 36;
  static final int LEG_BITMAP_AT = 20;
  static final int BITMAP_UNUSED = 0x0F;
  static final int MARKS_AT = 96;
  static final int SOUND_AT = 352;
  static final int LOST_SECOND = 1;

  // INDEX
  static final int CONTENT_PEAKS = 1;
  static final int CONTENT_MARKS = 2;
  static final int CONTENT_PRESENCE = 3;
  static final int INDEX_ENTRIES_AT = 12;
  static final int PEAK_BYTES = 40;
  static final int PEAKS_PER_FRAME = (PLAIN_BYTES - INDEX_ENTRIES_AT) / PEAK_BYTES;
  static final int PRESENCE_PER_FRAME = (PLAIN_BYTES - INDEX_ENTRIES_AT) / AudioSecond.LEGS;

  // FINAL, from the start of the frame
  static final int FINAL_CLEAR_END = 128;
  static final int FINAL_SIGNATURE_AT = 128;
  static final int FINAL_SEALED_AT = 192;
  static final int FINAL_PLAIN_BYTES = TAG_AT - FINAL_SEALED_AT;
  static final int END_CAUSE_BYTES = 32;

  private FrameFormat() {}

  /** What a frame says of itself in the clear. */
  record Head(int type, int flags, int second, int seq) {}

  static void putHead(byte[] out, int at, int type, int second, int seq) {
    ByteBuffer.wrap(out, at, HEAD_BYTES)
        .putInt(FRAME_BYTES)
        .put((byte) type)
        .put((byte) (type == FINAL ? LAST : 0))
        .putShort((short) 0)
        .putInt(second)
        .putInt(seq);
  }

  /** The sequence number that the frame at {@code at} claims, for who only carries frames. */
  public static int seq(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at + 12);
  }

  /** The tag of the frame at {@code at}, for who only carries frames. */
  public static void copyTag(byte[] bytes, int at, byte[] into) {
    System.arraycopy(bytes, at + TAG_AT, into, 0, FrameCipher.TAG_BYTES);
  }

  /** Whether the frame at {@code at} says it is the last one. */
  public static boolean isFinal(byte[] bytes, int at) {
    return bytes[at + 4] == FINAL;
  }

  /** Whether the frame at {@code at} says it is a second of sound. */
  public static boolean isAudio(byte[] bytes, int at) {
    return bytes[at + 4] == AUDIO;
  }

  static Head head(byte[] frame, int expectedSeq) throws MalformedRecording {
    ByteBuffer view = ByteBuffer.wrap(frame);
    Head head = new Head(frame[4], frame[5], view.getInt(8), view.getInt(12));
    boolean known = head.type == AUDIO || head.type == INDEX || head.type == FINAL;
    if (view.getInt(0) != FRAME_BYTES
        || view.getShort(6) != 0
        || !known
        || head.flags != (head.type == FINAL ? LAST : 0)
        || head.seq != expectedSeq) {
      throw new MalformedRecording(
          "frame %d is not the frame that belongs here".formatted(expectedSeq));
    }
    return head;
  }

  static byte[] nonce(int flags, int seq) {
    return ByteBuffer.allocate(FrameCipher.NONCE_BYTES)
        .put((byte) flags)
        .position(8)
        .putInt(seq)
        .array();
  }

  static byte[] aad(byte[] headerSha256, byte[] frame, int at, int length) {
    byte[] aad = Arrays.copyOf(headerSha256, headerSha256.length + length);
    System.arraycopy(frame, at, aad, headerSha256.length, length);
    return aad;
  }
}
