package dev.assent.media.srtp;

/** Why a packet was not let in. */
public enum SrtpDrop {
  /** Shorter than its own header, tag and identifier, longer than any packet, or no RTP at all. */
  MALFORMED,
  /** Of a key we do not hold. */
  UNKNOWN_KEY,
  /** Seen before, or too old to tell. */
  REPLAYED,
  /** The tag is wrong: forged, damaged, not protected, or of another key. */
  FORGED,
  /** RTCP that its sender did not encrypt, though it was agreed on. */
  NOT_ENCRYPTED,
  /** The key has protected all the packets it may. */
  EXPIRED,
  /** More sources in one call than anybody needs. */
  TOO_MANY_SOURCES
}
