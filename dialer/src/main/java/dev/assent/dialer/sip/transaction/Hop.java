package dev.assent.dialer.sip.transaction;

import java.util.function.Consumer;

/** The way to one far end. Used by the worker of the call. */
public interface Hop {

  /**
   * @param failed told on the same worker, later, if the bytes could not leave
   */
  void send(byte[] message, Consumer<Throwable> failed);

  /** Sends the same bytes again; only counted apart. */
  void resend(byte[] message, Consumer<Throwable> failed);

  /** TCP and TLS: nothing is retransmitted, nothing is waited for. */
  boolean reliable();
}
