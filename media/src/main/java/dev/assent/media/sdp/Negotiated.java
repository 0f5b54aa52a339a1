package dev.assent.media.sdp;

/** What became of the answer to our offer. */
public sealed interface Negotiated {
  record Accepted(MediaTerms terms) implements Negotiated {}

  /**
   * No sound can flow on this answer.
   *
   * @param why for the log: fields and reasons, never the description itself
   */
  record Refused(String why) implements Negotiated {}
}
