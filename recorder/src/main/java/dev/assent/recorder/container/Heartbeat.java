package dev.assent.recorder.container;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * That a recording, while it was being made, had come as far as one frame: what the journal keeps
 * of live recordings, so that a file which was cut later is not taken for one that a crash cut.
 *
 * @param seq of a frame that was forced to disk before this was said
 * @param tag the last 16 bytes of that frame
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record Heartbeat(UUID recordingId, int seq, byte[] tag) {
  /** Length of a frame's tag. */
  public static final int TAG_BYTES = FrameCipher.TAG_BYTES;

  private static final HexFormat HEX = HexFormat.of();

  public Heartbeat {
    if (seq < 0 || tag.length != FrameCipher.TAG_BYTES) {
      throw new IllegalArgumentException("A heartbeat names a frame and its tag of 16 bytes");
    }
    tag = tag.clone();
  }

  /** Of the frame that lies at {@code at}. */
  public static Heartbeat of(UUID recordingId, byte[] bytes, int at) {
    return new Heartbeat(
        recordingId,
        FrameFormat.seq(bytes, at),
        Arrays.copyOfRange(bytes, at + FrameFormat.TAG_AT, at + FrameFormat.FRAME_BYTES));
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it did not
   */
  public static Heartbeat parse(UUID recordingId, String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("A heartbeat is seq:tag");
    }
    return new Heartbeat(
        recordingId,
        Integer.parseInt(text.substring(0, colon)),
        HEX.parseHex(text.substring(colon + 1)));
  }

  /** {@code seq:tag}, the tag in hex: as the journal keeps it. */
  public String text() {
    return seq + ":" + HEX.formatHex(tag);
  }

  @Override
  public byte[] tag() {
    return tag.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Heartbeat that
        && seq == that.seq
        && recordingId.equals(that.recordingId)
        && Arrays.equals(tag, that.tag);
  }

  @Override
  public int hashCode() {
    return 31 * recordingId.hashCode() + seq;
  }

  @Override
  public String toString() {
    return recordingId + " " + text();
  }
}
