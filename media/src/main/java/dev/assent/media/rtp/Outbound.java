package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.srtp.SrtpSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What goes to the peer of one call: numbered, stamped, protected. Media thread only. */
final class Outbound {
  private final MediaLoop loop;
  private final RemoteSource source;
  private final int ssrc;
  private int sequence;
  private int timestamp;
  private boolean talking;
  private long packets;
  private @Nullable SrtpSession srtp;

  Outbound(MediaLoop loop, RemoteSource source, LegSeeds seeds) {
    this.loop = loop;
    this.source = source;
    this.ssrc = seeds.ssrc();
    this.sequence = seeds.sequence();
    this.timestamp = seeds.timestamp();
  }

  /** From now on packets leave protected. */
  void protect(SrtpSession session) {
    srtp = session;
  }

  /**
   * Makes the packet of this slot and sends it.
   *
   * @param out holds the packet in the clear afterwards
   * @param playing null: silence
   * @return whether it left
   * @throws IOException an ICMP error of a packet sent before, or a broken socket
   */
  boolean send(ByteBuffer out, Codec codec, @Nullable PlayingSegment playing) throws IOException {
    out.clear();
    RtpPacket.writeHeader(out, codec.payloadType(), !talking, sequence, timestamp, ssrc);
    if (playing != null) {
      playing.copyNext(out, RtpPacket.HEADER);
    } else {
      out.put(RtpPacket.HEADER, loop.silence(codec));
    }
    out.limit(RtpPacket.HEADER + Prompt.PACKET);
    boolean sent = srtp == null ? sendPlain(out) : sendProtected(srtp, out);
    if (sent) {
      talking = true;
      packets++;
    }
    return sent;
  }

  private boolean sendPlain(ByteBuffer out) throws IOException {
    boolean sent = source.send(out);
    if (sent) {
      sequence++;
    }
    return sent;
  }

  /** A number whose keystream was used is never used again, whether the packet left or not. */
  private boolean sendProtected(SrtpSession session, ByteBuffer out) throws IOException {
    ByteBuffer wire = loop.wire();
    if (session.protectRtp(out, wire) == SrtpSession.DROPPED) {
      return false;
    }
    sequence++;
    return source.send(wire);
  }

  /** Nothing is sent in this slot: the next packet begins to talk anew. */
  void pause() {
    talking = false;
  }

  /** The slot is over; time runs on whether a packet left or not. */
  void slotDone() {
    timestamp += Prompt.PACKET;
  }

  int ssrc() {
    return ssrc;
  }

  /** Of the packet of this slot. */
  int timestamp() {
    return timestamp;
  }

  long packets() {
    return packets;
  }
}
