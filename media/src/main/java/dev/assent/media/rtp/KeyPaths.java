package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;

/**
 * The two ways a key can come, brought together: each press is one {@link Key}. Media thread only.
 *
 * <p>Gateways that send RFC 4733 let some of the tone through: a digit that came by one way is
 * dropped when it comes by the other within {@value #DOUBLE_NANOS} ns.
 */
final class KeyPaths {
  static final long DOUBLE_NANOS = 200_000_000L;

  private final MediaEvents events;
  private final TelephoneEvents telephoneEvents = new TelephoneEvents(this::byEvent);
  private char lastInband;
  private long lastInbandNanos;

  KeyPaths(MediaEvents events) {
    this.events = events;
  }

  void listenInband(boolean on) {
    if (on) {
      lastInband = 0;
    }
  }

  void audio(RtpPacket packet, Codec law, boolean newer, long nowNanos) {}

  boolean telephoneEvent(RtpPacket packet, long nowNanos) {
    return telephoneEvents.packet(packet, nowNanos);
  }

  void endOfStream(long nowNanos) {}

  private void byEvent(char digit, long atNanos, int durationMillis, boolean endSeen) {
    if (digit != lastInband || atNanos - lastInbandNanos > DOUBLE_NANOS) {
      events.key(new Key(digit, atNanos, durationMillis, Key.Path.RFC4733, endSeen));
    }
  }
}
