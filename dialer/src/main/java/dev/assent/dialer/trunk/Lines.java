package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import dev.assent.media.rtp.NoMediaPort;

/** Where calls are placed: a carrier's trunk, or a simulated one. */
public interface Lines {
  /** As campaigns name it. */
  String name();

  /**
   * Waits for a free channel and the next turn, and takes all that a call needs on the wire. The
   * line must be closed; a line that dialled nobody gives its turn back.
   *
   * @throws NoMediaPort when every RTP port is in use or resting
   * @throws TrunkHeld when nobody is dialled here now
   */
  Line seize() throws InterruptedException, NoMediaPort, TrunkHeld;

  /** One seized line: good for one attempt. Used by the call's thread. */
  interface Line extends AutoCloseable {
    /** The Call-ID that every INVITE of this attempt will carry; journalled before it leaves. */
    String sipCallId();

    /**
     * Calls, the only way there is to call, and waits for what becomes of it.
     *
     * @throws IllegalStateException when this line has dialled before
     */
    Dialed dial(Clearance clearance);

    @Override
    void close();
  }
}
