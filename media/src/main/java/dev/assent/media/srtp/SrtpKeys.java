package dev.assent.media.srtp;

/**
 * The two keys of a call (RFC 4568 §5: each side names the key of what it sends), of one suite.
 *
 * @param sending protects what we send
 * @param receiving protects what the peer sends
 */
public record SrtpKeys(MasterKey sending, MasterKey receiving) {
  public SrtpKeys {
    if (sending.suite() != receiving.suite()) {
      throw new IllegalArgumentException("both directions use one suite");
    }
  }

  public SrtpSuite suite() {
    return sending.suite();
  }

  /** The call is over; nothing may be negotiated from these keys any more. */
  public boolean isErased() {
    return sending.isErased();
  }

  /** Overwrites both keys with zeros. */
  public void erase() {
    sending.erase();
    receiving.erase();
  }
}
