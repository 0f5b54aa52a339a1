package dev.assent.dialer.sip.dns;

/**
 * Why a name led nowhere. The message is for an operator: which name, which server, what it said.
 */
public final class DnsFailure extends Exception {
  DnsFailure(String message) {
    super(message);
  }
}
