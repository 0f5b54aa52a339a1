package dev.assent.dialer.call;

/**
 * No key in time, after all repeats. Silence is never consent.
 *
 * @param asked how many times the question was put
 */
public record Silence(int asked) implements Answer {}
