package dev.assent.recorder.container;

/** One leg's part of an {@link AudioSecond}. */
public final class AudioLeg {
  private static final byte[] NOTHING = new byte[0];

  /** Raw G.711, at least {@code samples} bytes, in the codec of {@link #payloadType}. */
  public byte[] audio = NOTHING;

  /**
   * Bit n (bit 7 of byte 0 is slot 0): the 10 ms slot n holds sound that was really there. 13
   * bytes.
   */
  public byte[] bitmap = NOTHING;

  /** 0 PCMU, 8 PCMA. */
  public int payloadType;

  /** Packets lost in this second, 0–65535. */
  public int lost;

  /** RTP timestamp of the second's first packet, 32 bits. */
  public int firstRtpTimestamp;

  /** 32 bits. */
  public int ssrc;

  /** What the media side noted, 8 bits; copied as they are. */
  public int flags;
}
