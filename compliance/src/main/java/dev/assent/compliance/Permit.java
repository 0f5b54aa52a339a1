package dev.assent.compliance;

import dev.assent.compliance.numbering.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A decision that allows. Made only by {@link Gate}; good for one redemption within {@link
 * #LIFETIME}. It is bound to what was decided on: when number, caller number, script or trunk have
 * changed at redemption, it is stale.
 */
public final class Permit {

  /** Requirements 2.1: at most five seconds. */
  public static final Duration LIFETIME = Duration.ofSeconds(5);

  private final Attempt attempt;
  private final UUID personId;
  private final PhoneNumber number;
  private final String callerNumber;
  private final String scriptHash;
  private final Instant issuedAt;
  private final AtomicBoolean used;

  Permit(
      Attempt attempt,
      UUID personId,
      PhoneNumber number,
      String callerNumber,
      String scriptHash,
      Instant issuedAt,
      boolean used) {
    this.attempt = attempt;
    this.personId = personId;
    this.number = number;
    this.callerNumber = callerNumber;
    this.scriptHash = scriptHash;
    this.issuedAt = issuedAt;
    this.used = new AtomicBoolean(used);
  }

  public Attempt attempt() {
    return attempt;
  }

  public UUID personId() {
    return personId;
  }

  public PhoneNumber number() {
    return number;
  }

  public String callerNumber() {
    return callerNumber;
  }

  public String scriptHash() {
    return scriptHash;
  }

  public String trunk() {
    return attempt.trunk();
  }

  /** The instant the facts were read, not the instant the decision was ready. */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** Whether it may still be redeemed at this instant, if it was not before. */
  public boolean freshAt(Instant now) {
    return !now.isBefore(issuedAt) && !now.isAfter(issuedAt.plus(LIFETIME));
  }

  /** True once, and only while it is fresh. */
  boolean use(Instant now) {
    return freshAt(now) && used.compareAndSet(false, true);
  }

  @Override
  public String toString() {
    return "Permit[" + number + ", issued " + issuedAt + "]";
  }
}
