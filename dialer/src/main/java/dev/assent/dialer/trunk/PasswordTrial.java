package dev.assent.dialer.trunk;

import java.time.Duration;

/**
 * Whether a carrier takes our password for calls. Many lock an account after a few wrong ones:
 * until it was taken once, calls go one at a time; when it was refused it is tried again after a
 * minute, and then by the hour. Guarded by its trunk's health.
 */
final class PasswordTrial {
  private static final Duration ONCE = Duration.ofMinutes(1);
  private static final Duration HOURLY = Duration.ofHours(1);

  private boolean taken;
  private int refusals;
  private long until;
  private String reason = "";

  /**
   * @param taken when there is none to be taken
   */
  PasswordTrial(boolean taken) {
    this.taken = taken;
  }

  /** 401 or 407 to a call that showed the password, or could not. */
  void refused(int status, String phrase, long now) {
    if (refusals > 0 && now < until) {
      return; // of a call that was under way
    }
    taken = false;
    refusals++;
    until = now + (refusals == 1 ? ONCE : HOURLY).toNanos();
    reason =
        "INVITE: %d %s: user or password are wrong, or the account may not call"
            .formatted(status, phrase);
  }

  /** The carrier deals with a call. */
  void taken() {
    taken = true;
    refusals = 0;
    reason = "";
  }

  /** Why nobody is called; empty when somebody may be. */
  String heldBy(long now) {
    return refusals > 0 && now < until ? reason : "";
  }

  /** One call at a time, until one shows whether it is taken. */
  boolean isOpen() {
    return !taken;
  }

  /** What was said last, while it was not taken since; empty otherwise. */
  String flaw() {
    return reason;
  }
}
