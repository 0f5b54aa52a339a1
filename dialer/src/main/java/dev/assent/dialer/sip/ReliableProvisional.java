package dev.assent.dialer.sip;

/** What an INVITE says of reliable provisional answers (RFC 3262). */
public enum ReliableProvisional {
  OFF,
  /** {@code Supported: 100rel}. */
  SUPPORTED,
  /** {@code Require: 100rel}: a far end that cannot answers 420. */
  REQUIRED
}
