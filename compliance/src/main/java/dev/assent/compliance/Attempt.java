package dev.assent.compliance;

import java.util.UUID;

/**
 * The question put to the gate: may this contact be called in this campaign over this trunk?
 *
 * @param trunk name of the trunk in the configuration
 */
public record Attempt(UUID campaignId, UUID contactId, String trunk) {}
