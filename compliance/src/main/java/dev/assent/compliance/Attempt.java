package dev.assent.compliance;

import java.util.UUID;

/**
 * The question put to the gate: may this contact be called in this campaign over this trunk?
 *
 * @param contactId of a contact, or of a test number
 * @param trunk name of the trunk in the configuration
 */
public record Attempt(UUID campaignId, UUID contactId, String trunk) {

  /**
   * May this number of our own staff be rung over this trunk?
   *
   * @param testNumber its id in the register of test numbers
   */
  public static Attempt ofTest(UUID testNumber, String trunk) {
    return new Attempt(TestCall.CAMPAIGN, testNumber, trunk);
  }

  public boolean test() {
    return campaignId.equals(TestCall.CAMPAIGN);
  }
}
