package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.PROMPT_HASH_MISMATCH;
import static dev.assent.compliance.ReasonCode.SCRIPT_NOT_APPROVED;
import static dev.assent.compliance.ReasonCode.SCRIPT_SEGMENT_MISSING;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import java.util.Set;

/** R05: the approved script, whole, in the very files that were approved. */
public final class R05ScriptApproved implements Rule {

  @Override
  public String id() {
    return "R05";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.script() instanceof Present<Script>(var script))) {
      objections.deny(SCRIPT_NOT_APPROVED, "no such script");
      return;
    }
    approved(facts, script, objections);
    Set<SegmentType> mandatory = facts.attempt().test() ? TestCall.SAID : script.mandatory();
    for (SegmentType type : mandatory) {
      if (script.segments(type).isEmpty()) {
        objections.deny(SCRIPT_SEGMENT_MISSING, type.name());
      }
    }
    for (Segment segment : script.segments()) {
      if (!segment.wavSha256().equals(facts.promptHashesOnDisk().get(segment.promptId()))) {
        objections.deny(PROMPT_HASH_MISMATCH, "prompt " + segment.promptId());
      }
    }
  }

  private static void approved(Facts facts, Script script, Objections objections) {
    if (script.state() != Script.State.APPROVED || script.approver() == null) {
      objections.deny(SCRIPT_NOT_APPROVED, "state " + script.state());
    } else if (script.approver().equals(script.author()) && !script.selfApproved()) {
      objections.deny(SCRIPT_NOT_APPROVED, "approved by its author");
    }
    if (facts.today().isAfter(script.validTo())) {
      objections.deny(SCRIPT_NOT_APPROVED, "valid to " + script.validTo());
    }
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))
        || !campaign.scriptHash().equals(script.hash())) {
      objections.deny(SCRIPT_NOT_APPROVED, "not the script the campaign was approved with");
    }
  }
}
