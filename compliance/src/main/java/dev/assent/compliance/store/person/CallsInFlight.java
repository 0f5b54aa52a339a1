package dev.assent.compliance.store.person;

import dev.assent.compliance.policy.Purpose;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom the attempts of this process are about, so that a refusal during a call can be kept when the
 * database cannot be asked. As many as calls are up.
 */
public final class CallsInFlight {
  private final Map<UUID, Callee> callees = new ConcurrentHashMap<>();

  private final Map<UUID, Integer> byCampaign = new ConcurrentHashMap<>();

  /**
   * @param purposes what it is called for; none of a test call
   * @param person whose number it is
   * @param knownAs whom they were one with when the call was reserved: who listens knows the call
   *     by that id, whatever was merged or split since
   * @param dncBi lower hex
   */
  public record Callee(
      UUID campaign, Set<Purpose> purposes, UUID number, UUID person, UUID knownAs, String dncBi) {}

  public void add(UUID attemptId, Callee callee) {
    if (callees.put(attemptId, callee) == null) {
      byCampaign.merge(callee.campaign(), 1, Integer::sum);
    }
  }

  public void remove(UUID attemptId) {
    Callee gone = callees.remove(attemptId);
    if (gone != null) {
      byCampaign.computeIfPresent(gone.campaign(), (_, up) -> up == 1 ? null : up - 1);
    }
  }

  public Optional<Callee> of(UUID attemptId) {
    return Optional.ofNullable(callees.get(attemptId));
  }

  /** These persons, and by whichever ids the calls to them are known. */
  public Set<UUID> knownAs(Set<UUID> persons) {
    Set<UUID> all = new HashSet<>(persons);
    callees.values().stream()
        .filter(callee -> persons.contains(callee.person()))
        .forEach(callee -> all.add(callee.knownAs()));
    return all;
  }

  /** How many calls of the campaign are up. */
  public int up(UUID campaignId) {
    return byCampaign.getOrDefault(campaignId, 0);
  }
}
