package dev.assent.compliance.policy;

/**
 * Where a figure comes from.
 *
 * @param key the key of the pack it explains, or the group of keys
 * @param source law, article, or id of the requirement
 */
public record LegalSource(String key, String source, Confidence confidence) {

  /** Whether it explains the key with that path. */
  boolean covers(String path) {
    return path.equals(key) || path.startsWith(key + ".");
  }
}
