package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.sip.transport.LostFlow;
import java.util.function.Consumer;

/** The way to one far end. Used by the worker of the call. */
public interface Hop {

  /**
   * @param failed told on the same worker, later, if not one byte could leave
   */
  void send(byte[] message, Consumer<Throwable> failed);

  /** Sends the same bytes again; only counted apart. */
  void resend(byte[] message, Consumer<Throwable> failed);

  /** TCP and TLS: nothing is retransmitted, nothing is waited for. */
  boolean reliable();

  /** Did what was sent last go by the connection that was lost? */
  default boolean wentBy(LostFlow lost) {
    return false;
  }
}
