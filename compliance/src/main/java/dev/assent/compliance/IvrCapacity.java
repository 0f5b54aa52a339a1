package dev.assent.compliance;

/**
 * Whether whoever answers would be spoken to at once. No human agents are connected in this
 * release: what leads a call is a script with a line to speak on and a mailbox that records the
 * answer (R10, R33). What a call takes before it is decided on is in use already.
 *
 * @param lines calls that can be spoken to at once
 * @param linesInUse of these now taken
 * @param mailboxes answers that can be recorded at once
 * @param mailboxesInUse of these now taken
 */
public record IvrCapacity(int lines, int linesInUse, int mailboxes, int mailboxesInUse) {}
