package dev.assent.compliance.access;

import java.time.Duration;
import java.time.Instant;

/**
 * How long the door stays shut after wrong passphrases or codes: each further mistake doubles the
 * wait.
 *
 * @param free mistakes that cost nothing
 * @param forgottenAfter without another one
 */
public record LockOut(int free, Duration forgottenAfter) {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** For one person, wherever they come from. */
  public static final LockOut OF_USER = new LockOut(5, Duration.ofDays(1));

  /** For one address, which a whole office may share. */
  public static final LockOut OF_ADDRESS = new LockOut(20, Duration.ofHours(1));

  /** When the next try may be made. */
  public Instant until(int failures, Instant lastAt) {
    if (failures < free) {
      return Instant.MIN;
    }
    int doublings = Math.min(failures - free, 6);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return lastAt.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  /** Whether mistakes up to then no longer count. */
  public boolean forgotten(Instant lastAt, Instant now) {
    return Duration.between(lastAt, now).compareTo(forgottenAfter) > 0;
  }
}
