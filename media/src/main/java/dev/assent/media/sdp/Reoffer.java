package dev.assent.media.sdp;

/** What became of the peer's offer in a running call (re-INVITE, UPDATE). */
public sealed interface Reoffer {
  /**
   * The new terms hold from now on.
   *
   * @param answer our SDP, UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Answered(byte[] answer, MediaTerms terms) implements Reoffer {}

  /** The old terms stay; the SIP answer is 488 (RFC 3261 §14.2). */
  record Refused(String why) implements Reoffer {}
}
