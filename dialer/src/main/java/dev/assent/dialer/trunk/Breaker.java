package dev.assent.dialer.trunk;

import java.time.Duration;

/**
 * Whether calls may go at all, by what those before them met. Three INVITEs in a row that nobody
 * reacts to, or ten that the carrier itself refuses, and nobody more is called into it: each would
 * cost a person an attempt. Then one call at a time shows whether it is back, soon at first, at
 * last every five minutes. Guarded by its trunk's health.
 */
final class Breaker {
  private static final int SILENT = 3;
  private static final int REFUSED = 10;
  private static final long FIRST_REST = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_REST = Duration.ofMinutes(5).toNanos();

  private static final String AGAIN = "; one call is tried soon, and at last every five minutes";

  private enum Flow {
    OPEN,
    STOPPED,
    /** One call at a time. */
    PROBING
  }

  private enum Cause {
    SILENCE,
    REFUSAL
  }

  private Flow flow = Flow.OPEN;
  private Cause cause = Cause.SILENCE;
  private int doubts;
  private int silences;
  private int refusals;
  private int failures;
  private boolean answersOptions;
  private long until;

  /** An INVITE had no answer for a second: the next ones wait for what becomes of it. */
  void doubtful() {
    doubts++;
  }

  /** It could not leave, which says nothing of the carrier. */
  void withdrawn() {
    doubts = Math.max(0, doubts - 1);
  }

  /**
   * An INVITE had no answer at all.
   *
   * @param mute whether the carrier never answers OPTIONS, and cannot tell by them that it is back
   */
  void silent(long now, boolean mute) {
    silences++;
    if (flow == Flow.PROBING || (flow == Flow.OPEN && silences >= SILENT)) {
      stop(Cause.SILENCE, now, flow == Flow.OPEN && !mute);
    }
  }

  /**
   * An answer to an INVITE.
   *
   * @return whether calls go again that did not
   */
  boolean heard(int status, long now) {
    doubts = 0;
    silences = 0;
    boolean back = flow == Flow.PROBING && cause == Cause.SILENCE;
    if (status >= 180 && status != 401 && status != 407) {
      refusals = refusal(status) ? refusals + 1 : 0;
      back |= flow == Flow.PROBING && refusals == 0;
      if (refusals > 0 && (flow == Flow.PROBING || (flow == Flow.OPEN && refusals >= REFUSED))) {
        stop(Cause.REFUSAL, now, false);
        return false;
      }
    }
    if (back) {
      flow = Flow.OPEN;
      failures = 0;
    }
    return back;
  }

  /** The carrier's own no, other than one of the called person or their network. */
  private static boolean refusal(int status) {
    return switch (status) {
      case 403, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * @param atOnce whether one call may be tried as soon as OPTIONS is answered
   */
  private void stop(Cause why, long now, boolean atOnce) {
    cause = why;
    failures += atOnce ? 0 : 1;
    long rest = atOnce ? 0 : FIRST_REST << Math.min(failures - 1, 5);
    flow = Flow.STOPPED;
    until = now + Math.min(rest, LONGEST_REST);
    answersOptions = why == Cause.REFUSAL;
    doubts = 0;
  }

  /** OPTIONS was answered. */
  void alive() {
    answersOptions = true;
  }

  /**
   * Time has passed.
   *
   * @param mute as in {@link #silent}
   */
  void look(long now, boolean mute) {
    if (flow == Flow.STOPPED && now >= until && (answersOptions || mute)) {
      flow = Flow.PROBING;
      silences = 0;
    }
  }

  /** One call at a time. */
  boolean probing() {
    return flow == Flow.PROBING;
  }

  boolean stopped() {
    return flow == Flow.STOPPED;
  }

  /** Why nobody may be called now; empty when somebody may be. */
  String heldBy() {
    return switch (flow) {
      case OPEN -> doubts < SILENT ? "" : "three INVITEs in a row have had no answer for a second";
      case STOPPED -> why();
      case PROBING -> "";
    };
  }

  /** Why the trunk is down, although single calls may be tried; empty when it is not. */
  String down() {
    return flow != Flow.OPEN && failures > 0 ? why() : "";
  }

  private String why() {
    return switch (cause) {
      case REFUSAL -> "the carrier refuses every call" + AGAIN;
      case SILENCE ->
          failures > 0
              ? "INVITEs have no answer" + AGAIN
              : "three INVITEs in a row without any answer; waiting for one to OPTIONS";
    };
  }
}
