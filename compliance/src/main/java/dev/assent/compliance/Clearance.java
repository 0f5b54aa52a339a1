package dev.assent.compliance;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The reserved right to place one call now. Made only by {@link Gate}, after the reservation is
 * committed and journalled. The trunk calls {@link #take()} just before the first byte of an INVITE
 * leaves; without a true answer nothing may be sent.
 */
public final class Clearance {

  /** For whom it was given. */
  public enum Kind {
    CUSTOMER,
    /** A number of our own staff: nothing may be recorded. */
    TEST
  }

  /** The first byte leaves within this of the reservation, or not at all. */
  public static final Duration LIFETIME = Duration.ofSeconds(1);

  private final UUID attemptId;
  private final Contact contact;
  private final Campaign campaign;
  private final String callerNumber;
  private final Script script;
  private final Policy policy;
  private final String trunk;
  private final String sipCallId;
  private final DecisionRecord decision;
  private final Instant committedAt;
  private final InstantSource clock;
  private final AtomicBoolean taken = new AtomicBoolean();

  Clearance(
      UUID attemptId,
      Contact contact,
      Campaign campaign,
      String callerNumber,
      Script script,
      Policy policy,
      String trunk,
      String sipCallId,
      DecisionRecord decision,
      Instant committedAt,
      InstantSource clock) {
    this.attemptId = attemptId;
    this.contact = contact;
    this.campaign = campaign;
    this.callerNumber = callerNumber;
    this.script = script;
    this.policy = policy;
    this.trunk = trunk;
    this.sipCallId = sipCallId;
    this.decision = decision;
    this.committedAt = committedAt;
    this.clock = clock;
  }

  /** A clearance for a further INVITE of the same attempt, given after a re-check. */
  Clearance again(DecisionRecord rechecked, Instant at) {
    return new Clearance(
        attemptId,
        contact,
        campaign,
        callerNumber,
        script,
        policy,
        trunk,
        sipCallId,
        rechecked,
        at,
        clock);
  }

  /** True once, and only within {@link #LIFETIME} of the reservation. Any thread. */
  public boolean take() {
    Instant now = clock.instant();
    return !now.isBefore(committedAt)
        && !now.isAfter(committedAt.plus(LIFETIME))
        && taken.compareAndSet(false, true);
  }

  public Kind kind() {
    return campaign.id().equals(TestCall.CAMPAIGN) ? Kind.TEST : Kind.CUSTOMER;
  }

  public UUID attemptId() {
    return attemptId;
  }

  public UUID personId() {
    return contact.personId();
  }

  public UUID contactId() {
    return contact.id();
  }

  public UUID campaignId() {
    return campaign.id();
  }

  public Contact contact() {
    return contact;
  }

  public Campaign campaign() {
    return campaign;
  }

  /** Prints masked; only the trunk asks it for its digits. */
  public PhoneNumber number() {
    return contact.number();
  }

  /** E.164; the only number From and P-Asserted-Identity may show. */
  public String callerNumber() {
    return callerNumber;
  }

  public Script script() {
    return script;
  }

  public Policy policy() {
    return policy;
  }

  public String trunk() {
    return trunk;
  }

  public String sipCallId() {
    return sipCallId;
  }

  public DecisionRecord decision() {
    return decision;
  }

  public Instant committedAt() {
    return committedAt;
  }

  @Override
  public String toString() {
    return "Clearance[" + attemptId + ", " + number() + "]";
  }
}
