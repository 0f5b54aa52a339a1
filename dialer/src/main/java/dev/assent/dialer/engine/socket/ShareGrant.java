package dev.assent.dialer.engine.socket;

/**
 * Share B of one recording, given for one access.
 *
 * @param shareB 32 bytes, for the receiver to wipe
 * @param journalPosition where the access stands in the journal
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record ShareGrant(byte[] shareB, long journalPosition) {}
