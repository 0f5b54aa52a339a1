package dev.assent.dialer.engine;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.store.Attempts;
import dev.assent.dialer.trunk.DialingLaw;
import java.time.Duration;
import java.util.Optional;

/** What the gate and the journal say while a call is being dialled. */
final class GateLaw implements DialingLaw {
  private final Gate gate;
  private final Attempts attempts;
  private final Optional<Simulation> simulation;

  GateLaw(Gate gate, Attempts attempts, Optional<Simulation> simulation) {
    this.gate = gate;
    this.attempts = attempts;
    this.simulation = simulation;
  }

  /**
   * Holds, refusals and window are read once more here, because a refusal may have been committed
   * between the reservation and the moment this call could be reached by it (spec §2.4).
   */
  @Override
  public boolean maySend(Clearance clearance) {
    boolean real = simulation.isEmpty();
    return (real || simulation.get().permitsNumber(clearance.number().e164()))
        && gate.recheck(clearance) instanceof Redemption.Cleared
        && clearance.take();
  }

  @Override
  public boolean maySendAgain(Clearance clearance, String cause) {
    if (!(gate.recheck(clearance) instanceof Redemption.Cleared)) {
      return false;
    }
    attempts.inviteAgain(clearance.attemptId(), cause);
    return gate.holdFree(clearance);
  }

  @Override
  public Duration ringAtMost(Clearance clearance) {
    return clearance.policy().ringMax();
  }
}
