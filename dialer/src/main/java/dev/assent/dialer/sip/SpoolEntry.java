package dev.assent.dialer.sip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the spool knows of one call: whether an entry is open there. A spool that fails is told to
 * the caller, never thrown through a state machine. Owned by the call's worker.
 */
final class SpoolEntry {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolEntry.class);

  private final CallSpool spool;
  private boolean open;

  SpoolEntry(CallSpool spool) {
    this.spool = spool;
  }

  /** False if the INVITE must not leave. */
  boolean inviting(SpooledCall call) {
    open = true;
    return tried("an INVITE", () -> spool.inviting(call));
  }

  /** False if the dialog would not survive a crash. */
  boolean confirmed(SpooledCall call) {
    open = true;
    return tried("a dialog", () -> spool.confirmed(call));
  }

  /** An earlier process left it open. */
  void takeUp() {
    open = true;
  }

  /** Nothing of the call is open; told once. */
  void close(String callId) {
    if (open) {
      open = false;
      tried("the end of a call", () -> spool.closed(callId));
    }
  }

  private static boolean tried(String what, Runnable write) {
    try {
      write.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("The spool did not take {}: {}", what, e.getClass().getName());
      return false;
    }
  }
}
