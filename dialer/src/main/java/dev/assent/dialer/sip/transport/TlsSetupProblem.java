package dev.assent.dialer.sip.transport;

import java.io.IOException;

/** A file that TLS needs is missing or wrong; the message names it and says what to do. */
public final class TlsSetupProblem extends IOException {
  public TlsSetupProblem(String message) {
    super(message);
  }
}
