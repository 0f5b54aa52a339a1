package dev.assent.dialer.sip;

/**
 * Where the calls that are up survive a crash. Called on the worker of the call. An exception from
 * {@link #inviting} keeps the INVITE from leaving; one from {@link #confirmed} hangs the call up.
 */
public interface CallSpool {

  /** About to send an INVITE; returns when it would survive. */
  void inviting(SpooledCall call);

  /** About to acknowledge a 2xx; holds every dialog of the call that is up, also forked ones. */
  void confirmed(SpooledCall call);

  /** Nothing of this call is open any more. */
  void closed(String callId);
}
