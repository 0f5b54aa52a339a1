package dev.assent.dialer.call;

/**
 * The call is over while a verb of {@link Call} was at work: the far end hung up, its media or
 * dialog was lost, or the engine must end it. Every verb may find this, so it is the one checked
 * exception of a call, caught once. It has no stack trace: it is an outcome, not a fault.
 */
public final class CallEnded extends Exception {
  private static final long serialVersionUID = 1L;

  /** Who or what ended the call. */
  public enum Cause {
    /** The called person hung up. */
    FAR_END,
    /** The dialog or the media path was lost. */
    LOST,
    /** An operator stops the campaign, or the engine closes. */
    STOPPED,
    /** Recording is mandatory and has stopped. */
    RECORDER_FAILED
  }

  private final Cause cause;

  /** An end with its cause. */
  public CallEnded(Cause cause) {
    super(cause.name(), null, false, false);
    this.cause = cause;
  }

  /** Who or what ended the call. */
  public Cause why() {
    return cause;
  }
}
