package dev.assent.compliance.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A campaign, script, caller number or law as somebody left it.
 *
 * @param kind as the journal writes it, such as {@code CALLER_NUMBER}
 * @param name it is registered under
 */
record Registration(long position, String kind, String name, JsonNode body) {}
