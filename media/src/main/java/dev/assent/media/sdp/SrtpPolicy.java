package dev.assent.media.sdp;

/**
 * What a trunk says of SRTP. The keys stand readable in the session description: only signalling
 * under TLS may carry them (RFC 4568 §8), so whoever configures anything but {@link #OFF} checks
 * the transport.
 */
public enum SrtpPolicy {
  /** Plain RTP is offered; protection is refused. */
  OFF,
  /**
   * Plain RTP is offered with keys beside it: a peer that knows them protects, another answers
   * plainly, and the call is then not protected. Once protected, a call stays so.
   */
  PREFERRED,
  /** Only protected sound is offered and taken. */
  MANDATORY
}
