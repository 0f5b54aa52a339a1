package dev.assent.testsip.carrier.sip;

import dev.assent.testsip.carrier.loop.Loop;
import dev.assent.testsip.carrier.loop.LoopTimer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message over UDP again and again until it is stopped: after T1, then twice as long each
 * time up to T2, given up after 64 × T1 (RFC 3261 §13.3.1.4, §17). Loop thread only.
 */
public final class Resender {
  private static final int GIVE_UP = 64;
  private static final int T2_IN_T1 = 8;

  private final Loop loop;
  private final Duration t1;
  private final Peer peer;
  private final String text;
  private final Runnable gaveUp;
  private @Nullable LoopTimer next;
  private final LoopTimer limit;
  private int resent;

  private Resender(Loop loop, Duration t1, Peer peer, String text, Runnable gaveUp) {
    this.loop = loop;
    this.t1 = t1;
    this.peer = peer;
    this.text = text;
    this.gaveUp = gaveUp;
    this.limit = loop.after(t1.multipliedBy(GIVE_UP), this::giveUp);
  }

  /** Sends at once, then as said; {@code gaveUp} runs if nobody stopped it in time. */
  public static Resender send(Loop loop, Duration t1, Peer peer, String text, Runnable gaveUp) {
    Resender resender = new Resender(loop, t1, peer, text, gaveUp);
    peer.send(text);
    resender.schedule(t1);
    return resender;
  }

  public void stop() {
    limit.cancel();
    if (next != null) {
      next.cancel();
    }
  }

  /** How often it was sent beyond the first time. */
  public int resent() {
    return resent;
  }

  private void schedule(Duration wait) {
    next =
        loop.after(
            wait,
            () -> {
              resent++;
              peer.send(text);
              Duration longest = t1.multipliedBy(T2_IN_T1);
              Duration doubled = wait.multipliedBy(2);
              schedule(doubled.compareTo(longest) < 0 ? doubled : longest);
            });
  }

  private void giveUp() {
    stop();
    gaveUp.run();
  }
}
