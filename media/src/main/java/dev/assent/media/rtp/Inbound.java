package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.rtp.Counters.Counter;
import dev.assent.media.rtp.Reception.Order;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.OfferAnswer;
import dev.assent.media.srtp.SrtpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What comes from the peer of one call: checked, counted, and handed on. Media thread only. */
final class Inbound {
  private static final int COMFORT_NOISE = 13;

  private final RemoteSource source;
  private final Counters counters;
  private final KeyPaths keys;
  private final Reception reception = new Reception();
  private MediaTerms terms;
  private @Nullable CallTap tap;
  private @Nullable SrtpSession srtp;
  private boolean heard;
  private int peerSsrc;
  private long strangers;
  private long srtpDropped;
  private long malformed;
  private long comfortNoise;
  private long otherPayload;
  private long sourceChanges;

  Inbound(RemoteSource source, MediaTerms terms, MediaEvents events, Counters counters) {
    this.source = source;
    this.terms = terms;
    this.counters = counters;
    this.keys = new KeyPaths(events, !terms.hasTelephoneEvent());
  }

  void terms(MediaTerms next) {
    terms = next;
    keys.listenInband(!next.hasTelephoneEvent());
  }

  /** From now on only what this session opens is heard. */
  void protect(SrtpSession session) {
    srtp = session;
  }

  /** Where audio is copied to; null: nowhere. */
  void tap(@Nullable CallTap copy) {
    tap = copy;
  }

  /**
   * Reads at most one packet.
   *
   * @return false if none waits
   * @throws IOException an ICMP error of a packet sent before, or a broken socket
   */
  boolean readOne(RtpPacket packet, long nowNanos) throws IOException {
    int length = source.receive(packet.buffer(), nowNanos);
    if (length == RemoteSource.NOTHING) {
      return false;
    }
    if (length == RemoteSource.STRANGER) {
      strangers++;
      counters.increment(Counter.STRANGERS);
      return true;
    }
    if (srtp != null) {
      length = srtp.openRtp(packet.buffer(), length);
    }
    if (length < 0) {
      // Before the source is confirmed: who cannot protect can neither speak nor become the peer.
      srtpDropped(1);
    } else if (packet.parse(length)) {
      source.confirm(nowNanos);
      received(packet, nowNanos);
    } else {
      malformed();
    }
    return true;
  }

  /** No more packets will come: keys still on their way through a detector are delivered. */
  void end(long nowNanos) {
    keys.endOfStream(nowNanos);
  }

  Reception reception() {
    return reception;
  }

  int peerSsrc() {
    return peerSsrc;
  }

  long strangers() {
    return strangers;
  }

  /** Also those of RTCP. */
  long srtpDropped() {
    return srtpDropped;
  }

  void srtpDropped(int packets) {
    srtpDropped += packets;
    counters.add(Counter.SRTP_DROPPED, packets);
  }

  long malformedPackets() {
    return malformed;
  }

  long comfortNoise() {
    return comfortNoise;
  }

  long otherPayload() {
    return otherPayload;
  }

  long sourceChanges() {
    return sourceChanges;
  }

  private void received(RtpPacket packet, long nowNanos) {
    counters.increment(Counter.RECEIVED);
    boolean sourceChanged = heard && packet.ssrc() != peerSsrc;
    Order order = Order.NEWER;
    if (!heard || sourceChanged) {
      heard = true;
      peerSsrc = packet.ssrc();
      sourceChanges += sourceChanged ? 1 : 0;
      reception.restart(packet.sequence());
    } else {
      order = reception.packet(packet.sequence());
    }
    int type = packet.payloadType();
    if (isTelephoneEvent(type)) {
      // Before duplicates are dropped: presses are told apart by their own timestamps, and a sender
      // whose sequence numbers fall back must not lose a key by it.
      if (!keys.telephoneEvent(packet, nowNanos)) {
        malformed();
      }
    } else if (order == Order.DUPLICATE) {
      return;
    } else if (packet.isSound()) {
      Codec law = type == 0 ? Codec.PCMU : Codec.PCMA;
      audio(packet, law, order == Order.NEWER, sourceChanged, nowNanos);
    } else if (type == COMFORT_NOISE) {
      comfortNoise++;
      if (tap != null) {
        tap.comfortNoise();
      }
    } else {
      otherPayload++;
    }
  }

  /**
   * Our number by the rules (RFC 3264 §5.1: each side names what it wants to receive); the peer's
   * own is taken too, as some send by it, and a key must not be lost over that.
   */
  private boolean isTelephoneEvent(int type) {
    return type == terms.eventTypeIn()
        || type == terms.eventTypeOut()
        || type == OfferAnswer.TELEPHONE_EVENT;
  }

  private void audio(
      RtpPacket packet, Codec law, boolean newer, boolean sourceChanged, long nowNanos) {
    if (packet.payloadLength() == 0) {
      return;
    }
    reception.transit((int) (nowNanos / 125_000), packet.timestamp());
    keys.audio(packet, law, newer, nowNanos);
    if (tap != null) {
      tap.received(packet, law, newer, sourceChanged);
    }
  }

  private void malformed() {
    malformed++;
    counters.increment(Counter.MALFORMED);
  }
}
