package dev.assent.media.rtp;

import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.Negotiated;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.sdp.SrtpPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A bound pair of ports waiting for its call. Taken before a call is placed, so that no call is
 * placed without one. Any thread.
 */
public interface MediaPort extends AutoCloseable {
  /** Address and RTP port as advertised; RTCP is the next port. */
  InetSocketAddress local();

  /**
   * Shows this address in all descriptions from now on: that of a NAT which passes our ports on
   * unchanged. One of another family than the bound one is not used.
   */
  void advertise(InetAddress address);

  /** Our SDP offer: PCMU, PCMA, telephone-event, 20 ms, plain RTP. */
  byte[] offer();

  /**
   * Our SDP offer with fresh keys, or without for {@link SrtpPolicy#OFF}; it takes the place of any
   * offer before. The body holds the keys: it may leave over TLS only, and no log may show it.
   */
  byte[] offer(SrtpPolicy srtp);

  /** Reads the peer's answer; decides nothing and starts nothing. Null: there was no body. */
  Negotiated accept(byte @Nullable [] answerSdp);

  /** Answers an offer of the peer before any sound flows; starts nothing. */
  Reoffer answer(byte[] offerSdp);

  /**
   * Answers the offer of a call that comes in. With {@link SrtpPolicy#MANDATORY} a plain one is
   * refused.
   */
  Reoffer answer(byte[] offerSdp, SrtpPolicy srtp);

  /**
   * Sound flows from the next 20 ms slot on. What came before this moment is thrown away: early
   * media is never heard.
   *
   * @throws IllegalStateException if the port was opened or closed before
   */
  MediaLeg open(MediaTerms terms, MediaEvents events);

  /** Gives an unused pair back; after {@link #open} the leg owns it and this does nothing. */
  @Override
  void close();
}
