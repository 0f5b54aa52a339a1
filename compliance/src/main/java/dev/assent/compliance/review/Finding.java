package dev.assent.compliance.review;

/**
 * A flag with what it rests on.
 *
 * @param detail codes and figures, the same in every language; no personal data
 */
public record Finding(Flag flag, String detail) {}
