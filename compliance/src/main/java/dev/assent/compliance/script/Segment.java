package dev.assent.compliance.script;

import dev.assent.compliance.policy.CanonicalHash;

/**
 * One thing said, from one prompt file.
 *
 * @param promptId id of the prompt in the prompt pack
 * @param text the words spoken
 * @param wavSha256 hash of the approved file, lower hex
 * @param synthetic whether a machine speaks
 */
public record Segment(
    SegmentType type, String promptId, String text, String wavSha256, boolean synthetic) {

  /** SHA-256, lower hex, of what is said, by whom, as what, and how it sounds. */
  public String hash() {
    return CanonicalHash.of(this);
  }
}
