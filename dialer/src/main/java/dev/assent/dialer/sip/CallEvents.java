package dev.assent.dialer.sip;

import org.jspecify.annotations.Nullable;

/**
 * What happens to one call. All methods run on the worker thread of its Call-ID and must not block.
 *
 * <p>Exactly one of these ends an unanswered call: {@link #refused}, {@link #cancelled}, {@link
 * #unknown}, {@link #notSent}. An answered call ends with {@link #ended}, exactly once.
 */
public interface CallEvents extends DialogEvents {

  /** A provisional answer, 100–199, with its session description if it has one (early media). */
  void progress(int status, byte @Nullable [] sdp);

  /** The far end answered; the ACK is already on its way. */
  void answered(byte @Nullable [] sdp, String remoteTag);

  /**
   * May this attempt be sent again? Asked only if the user agent itself could do so: 401/407 (once,
   * and once more if the nonce was stale), 422, 503, or not one byte left; no 18x seen; fewer than
   * three INVITEs within 5 s.
   *
   * @return true: somebody will call {@link OutgoingCall#inviteAgain} or {@link
   *     OutgoingCall#abandon}; false: it is final, {@link #refused} (or {@link #notSent}) follows
   */
  boolean mayRetry(Refusal refusal);

  /** A final answer of 300 or above. Redirections are never followed. */
  void refused(Refusal refusal);

  /**
   * We gave up before an answer.
   *
   * @param answeredMeanwhile a 2xx crossed the CANCEL; it was acknowledged and hung up at once
   */
  void cancelled(boolean answeredMeanwhile);

  /** No final answer, 408, or a transport error after bytes had left: it may have rung. */
  void unknown(String cause);

  /** Not one byte left. */
  void notSent(String cause);
}
