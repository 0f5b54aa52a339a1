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

  /**
   * @param dncBi lower hex
   */
  record Callee(UUID number, UUID person, String dncBi) {}

  void add(UUID attemptId, Callee callee) {
    callees.put(attemptId, callee);
  }

  void remove(UUID attemptId) {
    callees.remove(attemptId);
  }

  Optional<Callee> of(UUID attemptId) {
    return Optional.ofNullable(callees.get(attemptId));
  }
}
