package dev.assent.dialer.engine.law;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.dialer.engine.home.Simulation;
import dev.assent.dialer.trunk.DialingLaw;
import java.time.Duration;
import java.util.Optional;

/** What the gate and the journal say while a call is being dialled. */
public final class GateLaw implements DialingLaw {
  private final Gate gate;
  private final Attempts attempts;
  private final Optional<Simulation> simulation;
  private final boolean drill;

  /**
   * @param drill whether the home is that of a drill, which calls nobody
   */
  public GateLaw(Gate gate, Attempts attempts, Optional<Simulation> simulation, boolean drill) {
    this.gate = gate;
    this.attempts = attempts;
    this.simulation = simulation;
    this.drill = drill;
  }

  /**
   * Holds, refusals and window are read once more here, because a refusal may have been committed
   * between the reservation and the moment this call could be reached by it (spec §2.4).
   */
  @Override
  public Optional<String> against(Clearance clearance) {
    if (!mayCall(clearance)) {
      return Optional.of("this home calls no such number");
    }
    return switch (gate.recheck(clearance)) {
      case Redemption.Refused(Decision.Deny deny) -> Optional.of(lastLook(deny.primary()));
      case Redemption.Postponed(Decision.Defer defer) -> Optional.of(lastLook(defer.primary()));
      case Redemption.Cleared _ ->
          clearance.take()
              ? Optional.empty()
              : Optional.of("the clearance was older than a second");
    };
  }

  private static String lastLook(Reason reason) {
    String why = "at the last look: " + reason.code();
    // A fault of ours names what failed: the code alone tells nobody what to do.
    return reason.code() == ReasonCode.ENGINE_ERROR ? why + " (" + reason.detail() + ")" : why;
  }

  /** A simulated home calls only the numbers it declared, a drill's nobody. */
  private boolean mayCall(Clearance clearance) {
    return !drill
        && simulation.map(home -> home.permitsNumber(clearance.number().e164())).orElse(true);
  }

  @Override
  public boolean maySendAgain(Clearance clearance, String cause) {
    if (!mayCall(clearance) || !(gate.recheck(clearance) instanceof Redemption.Cleared)) {
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
