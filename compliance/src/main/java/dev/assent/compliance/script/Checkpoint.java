package dev.assent.compliance.script;

/**
 * What a person listens for in a recording of this script (R46).
 *
 * @param id stable: 1–40 lower-case letters, digits and hyphens
 * @param text the question, in the script's language
 */
public record Checkpoint(String id, String text) {}
