package dev.assent.compliance;

/**
 * Where the data of a call comes to stand, as ISO 3166 countries; empty when nobody said (R26).
 *
 * @param node this machine, its logs included
 * @param store database, journal, recordings and their copies
 * @param trunk the carrier's side of the trunk
 */
public record Places(String node, String store, String trunk) {}
