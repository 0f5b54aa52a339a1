package dev.assent.dialer.campaign;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.store.CampaignLists;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who would be called now, who would not and why, and what limits the speed. Asks the same gate as
 * the run does; changes nothing.
 *
 * @param at the instant it was asked for
 * @param contacts everybody on the list
 * @param allowed who would be called now
 * @param blocked contacts the law denies, by primary code
 * @param deferred contacts the law puts off, by primary code
 * @param nextOpening the first instant at which a deferred contact may be asked for again
 * @param limit what limits the speed
 * @param duration how long dialling those allowed takes at that limit
 * @param hash stands for everything the plan depends on but time and outcomes
 */
public record CampaignPlan(
    Instant at,
    int contacts,
    int allowed,
    Map<ReasonCode, Integer> blocked,
    Map<ReasonCode, Integer> deferred,
    Optional<Instant> nextOpening,
    String limit,
    Duration duration,
    String hash) {

  /** Mean seconds that a call holds its channel: ring, words, answer. Only for the estimate. */
  private static final int SECONDS_A_CALL = 40;

  /** Works the whole list through the gate. */
  public static CampaignPlan of(
      Gate gate,
      CampaignLists lists,
      Campaign campaign,
      double trunkCallsPerSecond,
      int trunkChannels,
      String hash,
      Instant at) {
    Map<ReasonCode, Integer> blocked = new TreeMap<>();
    Map<ReasonCode, Integer> deferred = new TreeMap<>();
    int[] counts = new int[2];
    Instant[] next = new Instant[1];
    lists.forEachContact(
        campaign.id(),
        contact -> {
          counts[0]++;
          switch (gate.decideAt(new Attempt(campaign.id(), contact, campaign.trunk()), at)) {
            case Decision.Allow _ -> counts[1]++;
            case Decision.Deny deny -> count(blocked, deny.primary());
            case Decision.Defer defer -> {
              count(deferred, defer.primary());
              if (next[0] == null || defer.until().isBefore(next[0])) {
                next[0] = defer.until();
              }
            }
          }
        });
    double rate = Math.min(trunkCallsPerSecond, campaign.pacing().callsPerSecond());
    int channels = Math.min(trunkChannels, campaign.pacing().concurrency());
    boolean channelsBind = (double) channels / SECONDS_A_CALL < rate;
    double perSecond = channelsBind ? (double) channels / SECONDS_A_CALL : rate;
    String limit =
        channelsBind ? channels + " channels" : String.format("%.1f calls a second", rate);
    return new CampaignPlan(
        at,
        counts[0],
        counts[1],
        blocked,
        deferred,
        Optional.ofNullable(next[0]),
        limit,
        Duration.ofMillis((long) (counts[1] / perSecond * 1000)),
        hash);
  }

  private static void count(Map<ReasonCode, Integer> counts, Reason reason) {
    counts.merge(reason.code(), 1, Integer::sum);
  }
}
