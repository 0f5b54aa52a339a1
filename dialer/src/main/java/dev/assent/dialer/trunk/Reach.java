package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.Connected;
import java.util.concurrent.CompletableFuture;

/** How a carrier's addresses are reached: the user agent, bound by the engine. Any thread. */
public interface Reach {

  /**
   * Brings the connection to a target up and keeps it up; one that needs none completes at once.
   */
  CompletableFuture<Connected> connect(Target target);

  /** No call goes there any more: its connection ends once nothing travels on it. */
  void release(Target target);

  /** Would an INVITE leave at once? */
  boolean isUp(Target target);

  /** Asks with OPTIONS: the status of the answer. */
  CompletableFuture<Integer> options(Target target);
}
