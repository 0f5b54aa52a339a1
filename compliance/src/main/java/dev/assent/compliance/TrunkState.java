package dev.assent.compliance;

/**
 * How much of a trunk is in use (R32). A call that has its line is included.
 *
 * @param channels calls at once, at most
 * @param inUse calls at once now
 */
public record TrunkState(int channels, int inUse) {}
