package dev.assent.compliance.script;

/**
 * One thing said, from one prompt file.
 *
 * @param promptId id of the prompt in the prompt pack
 * @param text the words spoken
 * @param wavSha256 hash of the approved file, lower hex
 * @param synthetic whether a machine speaks
 */
public record Segment(
    SegmentType type, String promptId, String text, String wavSha256, boolean synthetic) {}
