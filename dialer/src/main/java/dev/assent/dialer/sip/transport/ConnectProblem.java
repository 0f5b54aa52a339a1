package dev.assent.dialer.sip.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be had: not one byte of a message left. The message says why and, where it
 * can, what to change.
 */
public final class ConnectProblem extends IOException {
  private final @Nullable PeerCertificate certificate;

  /**
   * @param certificate what the far end showed, if it came so far
   */
  public ConnectProblem(String message, @Nullable PeerCertificate certificate) {
    super(message);
    this.certificate = certificate;
  }

  public @Nullable PeerCertificate certificate() {
    return certificate;
  }
}
