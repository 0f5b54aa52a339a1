package dev.assent.dialer.sip;

/** A call's dialog as whoever leads the call sees it. Methods are commands, from any thread. */
public interface CallDialog {
  String callId();

  /** Hangs up; an unanswered call is cancelled or refused. Idempotent. */
  void hangUp(String reason);
}
