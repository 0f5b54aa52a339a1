package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;

/**
 * A connection that was up and broke. What was sent on it may or may not have arrived.
 *
 * @param number counts all such losses of a user agent: what was sent before this number was
 *     reached went by the lost connection, what was sent later by another one
 */
public record LostFlow(Target target, long number, Throwable cause) {}
