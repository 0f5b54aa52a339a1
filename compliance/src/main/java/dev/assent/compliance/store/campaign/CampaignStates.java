package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Campaign.State;
import org.jspecify.annotations.Nullable;

/** How a campaign goes from one state to another. */
public final class CampaignStates {
  private CampaignStates() {}

  /** APPROVED is reached from SUBMITTED by an approval only, never by setting a state. */
  public static boolean mayBecome(State now, State next) {
    return switch (now) {
      case DRAFT -> next == State.SUBMITTED;
      case SUBMITTED -> next == State.DRAFT;
      case APPROVED -> next == State.RUNNING || next == State.STOPPED;
      case RUNNING ->
          next == State.PAUSED
              || next == State.DRAINING
              || next == State.STOPPED
              || next == State.FINISHED;
      case PAUSED -> next == State.RUNNING || next == State.DRAINING || next == State.STOPPED;
      case DRAINING -> next == State.PAUSED || next == State.STOPPED || next == State.FINISHED;
      case STOPPED, FINISHED -> false;
    };
  }

  public static Campaign with(Campaign campaign, State state) {
    return copy(campaign, state, campaign.approver(), campaign.selfApproved());
  }

  public static Campaign approved(Campaign campaign, String approver, boolean selfApproved) {
    return copy(campaign, State.APPROVED, approver, selfApproved);
  }

  /** Whether nothing about it changes any more. */
  public static boolean ended(State state) {
    return state == State.STOPPED || state == State.FINISHED;
  }

  /** With other words, as new work of whoever gave it them; a draft stays one. */
  public static Campaign withScript(Campaign c, String scriptHash, String creator) {
    return new Campaign(
        c.id(),
        c.name(),
        c.purpose(),
        c.packs(),
        scriptHash,
        c.callerNumbers(),
        c.trunk(),
        c.from(),
        c.to(),
        c.state() == State.DRAFT ? State.DRAFT : State.SUBMITTED,
        creator,
        null,
        false,
        c.onRefuse(),
        c.recordingMandatory(),
        c.pacing(),
        c.productClasses(),
        c.sensitive(),
        c.publicDisclosure(),
        c.preNotice(),
        c.thresholds(),
        c.dialling());
  }

  private static Campaign copy(
      Campaign c, State state, @Nullable String approver, boolean selfApproved) {
    return new Campaign(
        c.id(),
        c.name(),
        c.purpose(),
        c.packs(),
        c.scriptHash(),
        c.callerNumbers(),
        c.trunk(),
        c.from(),
        c.to(),
        state,
        c.creator(),
        approver,
        selfApproved,
        c.onRefuse(),
        c.recordingMandatory(),
        c.pacing(),
        c.productClasses(),
        c.sensitive(),
        c.publicDisclosure(),
        c.preNotice(),
        c.thresholds(),
        c.dialling());
  }
}
