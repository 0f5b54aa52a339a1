package dev.assent.compliance.store;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom the attempts of this process are about, so that a refusal during a call can be kept when the
 * database cannot be asked. As many as calls are up.
 */
final class CallsInFlight {
  private final Map<UUID, Callee> callees = new ConcurrentHashMap<>();

  private final Map<UUID, Integer> byCampaign = new ConcurrentHashMap<>();

  /**
   * @param dncBi lower hex
   */
  record Callee(UUID campaign, UUID number, UUID person, String dncBi) {}

  void add(UUID attemptId, Callee callee) {
    if (callees.put(attemptId, callee) == null) {
      byCampaign.merge(callee.campaign(), 1, Integer::sum);
    }
  }

  void remove(UUID attemptId) {
    Callee gone = callees.remove(attemptId);
    if (gone != null) {
      byCampaign.computeIfPresent(gone.campaign(), (_, up) -> up == 1 ? null : up - 1);
    }
  }

  Optional<Callee> of(UUID attemptId) {
    return Optional.ofNullable(callees.get(attemptId));
  }

  /** How many calls of the campaign are up. */
  int up(UUID campaignId) {
    return byCampaign.getOrDefault(campaignId, 0);
  }
}
