package dev.assent.compliance;

import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.suppression.ListReading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Everything the rules may look at, of one attempt at one instant. Immutable; rules read nothing
 * else.
 *
 * @param now the instant to judge
 * @param policy the campaign's packs combined, with what holds where the number is
 * @param script the script the campaign names by hash
 * @param promptHashesOnDisk SHA-256 in lower hex of each prompt file as it is on disk, by prompt id
 * @param caller the register entry of the campaign's caller number
 * @param source the proof behind the contact's source
 * @param dnc as read under the lock at redemption; a cache may only add denials
 * @param lists what each list of others in force says of this number
 * @param grants the person's grants for this very number, withdrawn and expired ones included
 * @param history past and reserved calls of the person and of the number, 13 months back
 * @param inFlight whether another call to this number or person is reserved or up, in any campaign
 * @param licences the operator's licences and exemptions, also those that ran out
 * @param abandoned how the campaign's answered calls began
 * @param trunk the limits of the attempt's trunk and their use
 * @param capacity whether a call could be led
 * @param places where data comes to stand
 * @param listVersions versions of the suppression lists read
 */
public record Facts(
    Attempt attempt,
    Instant now,
    ClockState clock,
    Found<List<Hold>> holds,
    Found<Policy> policy,
    Calendars calendars,
    Found<Campaign> campaign,
    Found<Script> script,
    Map<String, String> promptHashesOnDisk,
    Found<CallerNumber> caller,
    RecorderState recorder,
    Contact contact,
    Found<SubjectState> subject,
    Found<SourceProof> source,
    DncState dnc,
    Found<List<ListReading>> lists,
    Found<List<Grant>> grants,
    Found<CallHistory> history,
    Found<Boolean> inFlight,
    Found<List<Licence>> licences,
    Found<AbandonedCalls> abandoned,
    Found<TrunkState> trunk,
    Found<IvrCapacity> capacity,
    Found<Places> places,
    String listVersions) {

  public Facts {
    promptHashesOnDisk = Map.copyOf(promptHashesOnDisk);
    if (policy instanceof Found.Present<Policy>(var everywhere)) {
      policy = Found.present(everywhere.of(contact.number(), contact.whereabouts()));
    }
  }

  /**
   * The day by which papers run out: the one of the policy's own zone, and without a policy the
   * earliest to begin anywhere, so that nothing is used too long.
   */
  public LocalDate today() {
    return policy instanceof Found.Present<Policy>(var present)
        ? present.day(now)
        : now.atOffset(ZoneOffset.ofHours(14)).toLocalDate();
  }

  /** The same facts, to be judged at another instant: what would be if nothing but time changed. */
  public Facts at(Instant other) {
    return as(other, history);
  }

  /** The same facts after other calls, to be judged at another instant. */
  public Facts after(CallHistory calls, Instant other) {
    return as(other, Found.present(calls));
  }

  private Facts as(Instant other, Found<CallHistory> calls) {
    return new Facts(
        attempt,
        other,
        clock,
        holds,
        policy,
        calendars,
        campaign,
        script,
        promptHashesOnDisk,
        caller,
        recorder,
        contact,
        subject,
        source,
        dnc,
        lists,
        grants,
        calls,
        inFlight,
        licences,
        abandoned,
        trunk,
        capacity,
        places,
        listVersions);
  }
}
