package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.DNC_EXTERNAL;
import static dev.assent.compliance.ReasonCode.DNC_LIST_STALE;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;

/**
 * R21: whoever stands on a register of others is not called. A register the packs ask for must be
 * there and no older than they say.
 */
public final class R21DncExternal implements Rule {

  @Override
  public String id() {
    return "R21";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    DemandedLists demanded = DemandedLists.ofRegisters(facts);
    demanded.withNumber(
        (reading, _) ->
            objections.deny(DNC_EXTERNAL, reading.name() + " version " + reading.version()));
    demanded.wanting(why -> objections.deny(DNC_LIST_STALE, why));
    if (!(facts.lists() instanceof Found.Present)) {
      objections.deny(DNC_LIST_STALE, "the lists could not be read");
    }
  }
}
