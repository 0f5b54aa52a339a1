package dev.assent.compliance;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where the gate's facts come from. Implemented by the store; an exception denies the call. */
public interface FactsSource {

  /**
   * Everything the rules look at, read from committed state.
   *
   * @param now the instant to judge; past or future when planning
   * @throws RuntimeException when the contact is unknown or the store cannot answer in time
   */
  Facts of(Attempt attempt, Instant now);

  /**
   * What the rules look at that are asked before each INVITE ({@link
   * dev.assent.compliance.rules.RuleBook#BEFORE_EACH_INVITE}), read anew. The rest may be left
   * unread, and is then {@link Found.Unreadable}: a rule that asks for it all the same objects.
   *
   * @throws RuntimeException as {@link #of}
   */
  default Facts again(Attempt attempt, Instant now) {
    return of(attempt, now);
  }

  /**
   * The same as {@link #of} for many contacts of one campaign, for plans. Contacts that were erased
   * or are unknown are left out.
   *
   * @return in no order
   * @throws RuntimeException when the source cannot answer in time
   */
  default List<Facts> ofMany(UUID campaignId, String trunk, List<UUID> contactIds, Instant now) {
    return contactIds.stream().map(id -> of(new Attempt(campaignId, id, trunk), now)).toList();
  }

  /** The holds alone, cheap enough for the last look before bytes leave. */
  Found<List<Hold>> holds();
}
