package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.RECORDER_UNAVAILABLE;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.policy.Policy;

/** R08: where recording is mandatory, no call that could not be recorded. */
public final class R08RecorderReady implements Rule {

  @Override
  public String id() {
    return "R08";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (facts.recorder() instanceof RecorderState.NotReady(var why) && mandatory(facts)) {
      objections.deny(RECORDER_UNAVAILABLE, why);
    }
  }

  /** Mandatory unless both campaign and policy are known to say otherwise. */
  private static boolean mandatory(Facts facts) {
    return !(facts.campaign() instanceof Present<Campaign>(var campaign)
        && !campaign.recordingMandatory()
        && facts.policy() instanceof Present<Policy>(var policy)
        && !policy.recording().mandatory());
  }
}
