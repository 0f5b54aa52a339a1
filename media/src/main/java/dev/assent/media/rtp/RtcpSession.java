package dev.assent.media.rtp;

import dev.assent.media.rtp.MediaReport.PeerView;
import dev.assent.media.srtp.SrtpSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * RTCP of one call (RFC 3550 §6): a report each 5 s ± 50 %, BYE at the end, and what the peer
 * reports. The CNAME is random and short-lived (RFC 7022): it names nobody. Media thread only.
 */
final class RtcpSession {
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
  private static final int CNAME = 24; // 96 random bits as hex

  private static final int SR = 200;
  private static final int RR = 201;
  private static final int SDES = 202;
  private static final int BYE = 203;

  private final DatagramChannel channel;
  private final byte[] cname;
  private final RandomGenerator random;
  private final int ssrc;
  private InetSocketAddress target;
  private long nextNanos;

  private int peerLsr;
  private long peerLsrNanos;
  private boolean hasView;
  private int viewFraction;
  private int viewLost;
  private long viewJitter;
  private double viewRoundTripMillis = -1;
  private boolean bye;
  private @Nullable SrtpSession srtp;

  RtcpSession(
      DatagramChannel channel,
      InetSocketAddress target,
      int ssrc,
      byte[] cname,
      RandomGenerator random) {
    if (cname.length != CNAME) {
      throw new IllegalArgumentException("CNAME of " + cname.length + " bytes");
    }
    this.channel = channel;
    this.target = target;
    this.ssrc = ssrc;
    this.cname = cname;
    this.random = random;
  }

  void target(InetSocketAddress address) {
    target = address;
  }

  /** Reports are protected, and only protected ones are read. */
  void protect(SrtpSession session) {
    srtp = session;
  }

  /** Starts the clock of the reports; the first comes early (§6.2). */
  void start(long nowNanos) {
    nextNanos = nowNanos + interval() / 2;
  }

  boolean due(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /**
   * Sends a report.
   *
   * @param wallMicros the wall clock at {@code timestamp}
   * @param octets payload bytes sent so far
   * @param wire room for the report once it is protected
   */
  void report(
      ByteBuffer out,
      long nowNanos,
      long wallMicros,
      int timestamp,
      long packets,
      long octets,
      Reception reception,
      int peerSsrc,
      boolean last,
      ByteBuffer wire)
      throws IOException {
    nextNanos = nowNanos + interval();
    out.clear();
    boolean sender = packets > 0;
    boolean block = reception.received() > 0;
    out.put((byte) (0x80 | (block ? 1 : 0))).put((byte) (sender ? SR : RR));
    out.putShort((short) ((sender ? 6 : 1) + (block ? 6 : 0))).putInt(ssrc);
    if (sender) {
      out.putLong(ntp(wallMicros)).putInt(timestamp).putInt((int) packets).putInt((int) octets);
    }
    if (block) {
      out.putInt(peerSsrc);
      int lost = (int) Math.min(reception.lost(), 0x7FFFFF);
      out.putInt(reception.takeFractionLost() << 24 | lost);
      out.putInt(reception.extendedHighest()).putInt((int) reception.jitter());
      out.putInt(peerLsr);
      out.putInt(peerLsr == 0 ? 0 : (int) ((nowNanos - peerLsrNanos) * 65536 / 1_000_000_000L));
    }
    sdes(out);
    if (last) {
      out.put((byte) 0x81).put((byte) BYE).putShort((short) 1).putInt(ssrc);
    }
    out.flip();
    if (srtp == null) {
      channel.send(out, target);
    } else if (srtp.protectRtcp(out, wire) > 0) {
      channel.send(wire, target);
    }
  }

  /**
   * Reads at most a few waiting packets; those of strangers are dropped.
   *
   * @return how many a protected call did not let in
   */
  int receive(ByteBuffer in, long nowNanos, long wallMicros, RemoteSource source)
      throws IOException {
    int refused = 0;
    for (int i = 0; i < 2; i++) {
      in.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(in);
      if (from == null) {
        break;
      }
      if (source.allows(from.getAddress())) {
        int length = in.position();
        if (srtp != null) {
          length = srtp.openRtcp(in, length);
        }
        if (length < 0) {
          refused++;
        } else {
          parse(in, length, nowNanos, wallMicros);
        }
      }
    }
    return refused;
  }

  @Nullable PeerView peerView() {
    return hasView
        ? new PeerView(viewFraction, viewLost, viewJitter / 8.0, viewRoundTripMillis)
        : null;
  }

  boolean peerSaidBye() {
    return bye;
  }

  /** A compound packet; what does not add up is ignored from there on (appendix A.2). */
  void parse(ByteBuffer in, int length, long nowNanos, long wallMicros) {
    int at = 0;
    while (at + 8 <= length) {
      int first = in.get(at);
      int type = in.get(at + 1) & 0xFF;
      int end = at + 4 + 4 * (in.getShort(at + 2) & 0xFFFF);
      if ((first & 0xC0) != 0x80 || end > length || (at == 0 && type != SR && type != RR)) {
        return;
      }
      int count = first & 0x1F;
      if (type == SR && end - at >= 28) {
        peerLsr = (int) (in.getLong(at + 8) >> 16);
        peerLsrNanos = nowNanos;
        blocks(in, at + 28, end, count, wallMicros);
      } else if (type == RR) {
        blocks(in, at + 8, end, count, wallMicros);
      } else if (type == BYE) {
        bye = true;
      }
      at = end;
    }
  }

  private void blocks(ByteBuffer in, int from, int end, int count, long wallMicros) {
    for (int at = from; count > 0 && at + 24 <= end; at += 24, count--) {
      if (in.getInt(at) == ssrc) {
        hasView = true;
        viewFraction = in.get(at + 4) & 0xFF;
        viewLost = in.getInt(at + 4) << 8 >> 8;
        viewJitter = in.getInt(at + 12) & 0xFFFFFFFFL;
        int lsr = in.getInt(at + 16);
        if (lsr != 0) {
          int trip = (int) (ntp(wallMicros) >> 16) - lsr - in.getInt(at + 20);
          viewRoundTripMillis = Math.max(0, trip * 1000.0 / 65536);
        }
      }
    }
  }

  private void sdes(ByteBuffer out) {
    // header, SSRC, item CNAME, end of items and padding to a 32-bit word: 36 bytes
    out.put((byte) 0x81).put((byte) SDES).putShort((short) 8).putInt(ssrc);
    out.put((byte) 1).put((byte) CNAME).put(cname).putShort((short) 0);
  }

  private long interval() {
    return (long) (INTERVAL_NANOS * (0.5 + random.nextDouble()));
  }

  private static long ntp(long wallMicros) {
    long seconds = wallMicros / 1_000_000 + NTP_EPOCH_SECONDS;
    return seconds << 32 | ((wallMicros % 1_000_000) << 32) / 1_000_000;
  }
}
