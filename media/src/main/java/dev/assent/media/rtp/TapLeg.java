package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One direction of a {@link TapSecond}: raw G.711 and the truth about its gaps. Owned by whoever
 * holds the second.
 */
public final class TapLeg {
  /** The stream's clock was tied anew: it had jumped, or drifted by more than a second. */
  public static final int REANCHORED = 1;

  /** The peer said "silence here" by comfort noise packets (RFC 3389). */
  public static final int COMFORT_NOISE = 2;

  /** The law changed within the second; what came in the other law was transcoded. */
  public static final int CODEC_CHANGED = 4;

  /** The SSRC changed within the second. */
  public static final int SOURCE_CHANGED = 8;

  static final int SLOT = 80;
  private static final int SLOTS = TapSecond.SAMPLES / SLOT;

  private final byte[] audio = new byte[TapSecond.SAMPLES];
  private final byte[] filled = new byte[SLOTS];
  private final byte[] bitmap = new byte[(SLOTS + 7) / 8];
  private Codec codec = Codec.PCMU;
  private boolean empty;
  private int lost;
  private int firstRtpTimestamp;
  private int ssrc;
  private int flags;

  /** 8000 codes; gaps are filled with silence. The array itself, not a copy. */
  public byte[] audio() {
    return audio;
  }

  /** 13 bytes, bit n (most significant first) set: 10 ms slot n was really there, whole. */
  public byte[] bitmap() {
    return bitmap;
  }

  /** 0 (PCMU) or 8 (PCMA). */
  public int payloadType() {
    return codec.payloadType();
  }

  /** Packets of this second not sent (our leg), or found missing while it was taken (theirs). */
  public int lost() {
    return lost;
  }

  /** RTP timestamp of sample 0; 0 if the second is empty. */
  public int firstRtpTimestamp() {
    return firstRtpTimestamp;
  }

  /** SSRC of the last packet of the second; 0 if it is empty. */
  public int ssrc() {
    return ssrc;
  }

  /** Sum of the flags above. */
  public int flags() {
    return flags;
  }

  void clear(Codec law) {
    codec = law;
    Arrays.fill(audio, law.silence());
    Arrays.fill(filled, (byte) 0);
    Arrays.fill(bitmap, (byte) 0);
    empty = true;
    lost = 0;
    firstRtpTimestamp = 0;
    ssrc = 0;
    flags = 0;
  }

  void flag(int flag) {
    flags |= flag;
  }

  void lost(int packets) {
    lost += packets;
  }

  /**
   * Copies samples in.
   *
   * @param at sample within the second
   * @param timestamp RTP timestamp of the first of them
   */
  void write(
      int at, ByteBuffer from, int offset, int length, Codec law, int timestamp, int source) {
    if (empty) {
      if (law != codec) {
        codec = law;
        Arrays.fill(audio, law.silence());
      }
      empty = false;
      firstRtpTimestamp = timestamp - at;
    } else if (source != ssrc) {
      flag(SOURCE_CHANGED);
    }
    ssrc = source;
    from.get(offset, audio, at, length);
    if (law != codec) {
      flag(CODEC_CHANGED);
      for (int i = at; i < at + length; i++) {
        audio[i] = codec.transcode(law, audio[i]);
      }
    }
    fill(at, length);
  }

  private void fill(int at, int length) {
    int end = at + length;
    while (at < end) {
      int slot = at / SLOT;
      int part = Math.min(end, (slot + 1) * SLOT) - at;
      filled[slot] += (byte) part;
      if (filled[slot] == SLOT) {
        bitmap[slot >> 3] |= (byte) (0x80 >> (slot & 7));
      }
      at += part;
    }
  }
}
