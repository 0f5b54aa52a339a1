package dev.assent.media.sdp;

import dev.assent.media.codec.Codec;
import dev.assent.media.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What offer and answer agreed on for the one audio stream of a call.
 *
 * @param codec what we send; received audio may be either law
 * @param remote where we send; the any-address (0.0.0.0 or ::) on an old-style hold
 * @param remoteRtcp the peer's RTCP address: {@code a=rtcp} (RFC 3605) or the next port
 * @param eventTypeOut payload type the peer wants telephone-events under, −1 without them
 * @param eventTypeIn payload type the peer sends telephone-events under, −1 without them
 * @param direction seen from our side: {@code sends()} is false while the peer holds us
 * @param srtp empty: the sound is not protected
 */
public record MediaTerms(
    Codec codec,
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    int eventTypeOut,
    int eventTypeIn,
    Direction direction,
    Optional<SrtpKeys> srtp) {

  MediaTerms withSrtp(Optional<SrtpKeys> keys) {
    return new MediaTerms(codec, remote, remoteRtcp, eventTypeOut, eventTypeIn, direction, keys);
  }

  /** False: keys can only come as tones in the audio, the in-band detector runs. */
  public boolean hasTelephoneEvent() {
    return eventTypeIn >= 0;
  }
}
