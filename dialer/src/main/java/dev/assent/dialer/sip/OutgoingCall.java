package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;

/** A call that has been sent on its way. Methods are commands to its worker, from any thread. */
public interface OutgoingCall extends CallDialog {

  /**
   * Sends the INVITE once more: same Call-ID and From-tag, CSeq + 1, new branch, credentials
   * applied. Only after {@link CallEvents#mayRetry} said yes, and within 5 s of the first INVITE;
   * otherwise it does nothing.
   */
  void inviteAgain(Target target);

  /** Nobody will call {@link #inviteAgain}: the refusal that was asked about becomes final. */
  void abandon();

  /**
   * Gives up an unanswered call. The CANCEL waits for a provisional answer (RFC 3261 section 9.1);
   * a crossing 2xx is acknowledged and hung up.
   *
   * @param reason a few words for the Reason header; may be empty
   */
  void cancel(String reason);
}
