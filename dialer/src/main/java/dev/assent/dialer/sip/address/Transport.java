package dev.assent.dialer.sip.address;

import java.util.Locale;

/** How SIP travels to a target (RFC 3261 section 18; TLS over TCP by section 26.2.1). */
public enum Transport {
  UDP,
  TCP,
  TLS;

  /** Nothing is lost or doubled: no retransmissions, and a connection that can break. */
  public boolean reliable() {
    return this != UDP;
  }

  /** The port when none is written (RFC 3261 section 19.1.2). */
  public int defaultPort() {
    return this == TLS ? 5061 : 5060;
  }

  /** The transport parameter of a sip URI; empty for UDP, which needs none. */
  public String uriParameter() {
    return this == UDP ? "" : ";transport=" + name().toLowerCase(Locale.ROOT);
  }
}
