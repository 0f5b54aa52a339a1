package dev.assent.dialer.sip.transaction;

import java.time.Duration;

/** T1, T2 and T4 of RFC 3261 section 17, in nanoseconds, and what follows from them. */
public record TimerValues(long t1, long t2, long t4) {
  private static final long D = Duration.ofSeconds(32).toNanos();

  public static TimerValues of(Duration t1, Duration t2, Duration t4) {
    return new TimerValues(t1.toNanos(), t2.toNanos(), t4.toNanos());
  }

  /** 64 × T1: timers B, F, H, J, L, M, and the wait after a CANCEL. */
  public long patience() {
    return 64 * t1;
  }

  /** Timer D: at least 32 s, and as long as the far end may retransmit its refusal (timer H). */
  public long d() {
    return Math.max(D, patience());
  }
}
