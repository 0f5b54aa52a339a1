package dev.assent.media.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Opens what the peer sends: any of its sources, each with its own indices, learned from packets
 * whose tag was right. Media thread only, after it was made.
 */
final class SrtpReceiver {
  static final int DROPPED = -1;

  private static final int MAX_SOURCES = 16;
  private static final int INDEX = 4;

  /**
   * A stream that began with early media may have rolled over once before we listened: its first
   * packet is tried with both.
   */
  private static final int FIRST_ROLL_OVERS = 2;

  private final PacketCipher rtp;
  private final PacketCipher rtcp;
  private final byte[] mki;
  private final long lifetime;
  private final long rtcpLifetime;
  private final Source[] sources = new Source[MAX_SOURCES];
  private int sourceCount;
  private long packets;
  private long rtcpPackets;
  private @Nullable SrtpReceiver before;
  private SrtpDrop drop = SrtpDrop.MALFORMED;

  SrtpReceiver(MasterKey key, SrtpScratch scratch) {
    this.rtp = key.suite().rtp(key, scratch);
    this.rtcp = key.suite().rtcp(key, scratch);
    this.mki = key.mki().clone();
    this.lifetime = key.lifetime();
    this.rtcpLifetime = key.rtcpLifetime();
  }

  /**
   * The peer has changed its key. What is still under way under the old one is taken until the
   * first packet under the new one.
   */
  void follow(SrtpReceiver old) {
    old.before = null;
    before = old;
  }

  /** Why the last packet was dropped. */
  SrtpDrop drop() {
    return drop;
  }

  /**
   * @return length in {@code out}, or {@link #DROPPED}
   */
  int openRtp(byte[] in, int length, byte[] out) {
    int opened = openRtpHere(in, length, out);
    if (before != null) {
      if (opened >= 0) {
        before.erase();
        before = null;
      } else {
        opened = before.openRtpHere(in, length, out);
      }
    }
    return opened;
  }

  /**
   * @return length in {@code out}, or {@link #DROPPED}
   */
  int openRtcp(byte[] in, int length, byte[] out) {
    int opened = openRtcpHere(in, length, out);
    return opened < 0 && before != null ? before.openRtcpHere(in, length, out) : opened;
  }

  void erase() {
    rtp.erase();
    rtcp.erase();
    if (before != null) {
      before.erase();
    }
  }

  private int openRtpHere(byte[] in, int length, byte[] out) {
    int header = RtpHeader.length(in, length);
    if (header < 0 || length > SrtpScratch.MAX_PACKET || header + rtp.tag() + mki.length > length) {
      return dropped(SrtpDrop.MALFORMED);
    }
    if (!isOurKey(in, rtp.mkiAt(length, mki.length))) {
      return dropped(SrtpDrop.UNKNOWN_KEY);
    }
    if (packets >= lifetime) {
      return dropped(SrtpDrop.EXPIRED);
    }
    int ssrc = RtpHeader.ssrc(in);
    int sequence = RtpHeader.sequence(in);
    Source source = find(ssrc);
    if (source == null || source.rtp.highest() < 0) {
      return firstOf(source, in, header, length, out, ssrc, sequence);
    }
    long index = ReplayWindow.estimate(source.rtp.highest(), sequence);
    if (index < 0 || !source.rtp.isFresh(index)) {
      return dropped(SrtpDrop.REPLAYED);
    }
    if (index >= MasterKey.RTP_LIFETIME) {
      return dropped(SrtpDrop.EXPIRED);
    }
    int opened = rtp.openRtp(in, header, length, mki.length, out, ssrc, index);
    if (opened < 0) {
      return dropped(SrtpDrop.FORGED);
    }
    source.rtp.accept(index);
    packets++;
    return opened;
  }

  /**
   * The roll-over counter of a source not heard before is a guess; the tag says if it was right.
   */
  private int firstOf(
      @Nullable Source known,
      byte[] in,
      int header,
      int length,
      byte[] out,
      int ssrc,
      int sequence) {
    if (known == null && sourceCount == MAX_SOURCES) {
      return dropped(SrtpDrop.TOO_MANY_SOURCES);
    }
    Source earlier = before == null ? null : before.find(ssrc);
    long continued =
        earlier == null || earlier.rtp.highest() < 0
            ? 0
            : Math.max(0, ReplayWindow.estimate(earlier.rtp.highest(), sequence) >> 16);
    int opened = DROPPED;
    long index = continued << 16 | sequence;
    if (continued >= FIRST_ROLL_OVERS) {
      opened = rtp.openRtp(in, header, length, mki.length, out, ssrc, index);
    }
    for (long rollOver = 0; opened < 0 && rollOver < FIRST_ROLL_OVERS; rollOver++) {
      index = rollOver << 16 | sequence;
      opened = rtp.openRtp(in, header, length, mki.length, out, ssrc, index);
    }
    if (opened < 0) {
      return dropped(SrtpDrop.FORGED);
    }
    (known == null ? add(ssrc) : known).rtp.accept(index);
    packets++;
    return opened;
  }

  private int openRtcpHere(byte[] in, int length, byte[] out) {
    int least = PacketCipher.RTCP_HEADER + rtcp.tag() + INDEX + mki.length;
    if (length < least || length > SrtpScratch.MAX_PACKET || (in[0] & 0xC0) != 0x80) {
      return dropped(SrtpDrop.MALFORMED);
    }
    if (!isOurKey(in, rtcp.mkiAt(length, mki.length))) {
      return dropped(SrtpDrop.UNKNOWN_KEY);
    }
    if (rtcpPackets >= rtcpLifetime) {
      return dropped(SrtpDrop.EXPIRED);
    }
    int word = PacketCipher.getInt(in, rtcp.indexAt(length, mki.length));
    if ((word & PacketCipher.ENCRYPTED) == 0) {
      return dropped(SrtpDrop.NOT_ENCRYPTED);
    }
    int index = word & ~PacketCipher.ENCRYPTED;
    int ssrc = PacketCipher.getInt(in, 4);
    Source source = find(ssrc);
    if (source == null && sourceCount == MAX_SOURCES) {
      return dropped(SrtpDrop.TOO_MANY_SOURCES);
    }
    if (source != null && !source.rtcp.isFresh(index)) {
      return dropped(SrtpDrop.REPLAYED);
    }
    int opened = rtcp.openRtcp(in, length, mki.length, out, ssrc, index);
    if (opened < 0) {
      return dropped(SrtpDrop.FORGED);
    }
    (source == null ? add(ssrc) : source).rtcp.accept(index);
    rtcpPackets++;
    return opened;
  }

  private int dropped(SrtpDrop why) {
    drop = why;
    return DROPPED;
  }

  private boolean isOurKey(byte[] in, int at) {
    return mki.length == 0 || Arrays.equals(in, at, at + mki.length, mki, 0, mki.length);
  }

  private @Nullable Source find(int ssrc) {
    for (int i = 0; i < sourceCount; i++) {
      if (sources[i].ssrc == ssrc) {
        return sources[i];
      }
    }
    return null;
  }

  private Source add(int ssrc) {
    Source source = new Source(ssrc);
    sources[sourceCount++] = source;
    return source;
  }

  /** One SSRC of the peer. */
  private static final class Source {
    private final int ssrc;
    private final ReplayWindow rtp = new ReplayWindow();
    private final ReplayWindow rtcp = new ReplayWindow();

    Source(int ssrc) {
      this.ssrc = ssrc;
    }
  }
}
