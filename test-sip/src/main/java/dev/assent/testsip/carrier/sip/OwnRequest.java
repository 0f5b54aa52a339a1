package dev.assent.testsip.carrier.sip;

import dev.assent.testsip.carrier.loop.Loop;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * A request of the carrier's own on its way: resent until it is answered (RFC 3261 §17.1). Loop
 * thread only.
 */
public final class OwnRequest {
  private final Resender resender;
  private final IntConsumer ended;
  private boolean done;

  private OwnRequest(Resender resender, IntConsumer ended) {
    this.resender = resender;
    this.ended = ended;
  }

  /**
   * @param copies how often the same datagram leaves at once
   * @param ended gets the final status, once, or 408 if none came
   */
  public static OwnRequest send(
      Loop loop, Duration t1, Peer peer, String text, int copies, IntConsumer ended) {
    Resender resender = Resender.send(loop, t1, peer, text, () -> ended.accept(408));
    for (int copy = 1; copy < copies; copy++) {
      peer.send(text);
    }
    return new OwnRequest(resender, ended);
  }

  /** A response to it has come. */
  public void response(int status) {
    resender.stop();
    if (status >= 200 && !done) {
      done = true;
      ended.accept(status);
    }
  }

  /** It has its final response. */
  public boolean done() {
    return done;
  }

  public void stop() {
    resender.stop();
  }
}
