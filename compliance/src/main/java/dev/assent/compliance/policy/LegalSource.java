package dev.assent.compliance.policy;

/**
 * Where a figure comes from.
 *
 * @param key the key of the pack it explains
 * @param source law, article, or id of the requirement
 */
public record LegalSource(String key, String source) {}
