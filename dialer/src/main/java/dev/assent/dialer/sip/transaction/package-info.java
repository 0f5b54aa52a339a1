/**
 * Transactions: one state machine each (RFC 3261 section 17, RFC 6026).
 *
 * <p>Owned by the worker of its Call-ID; time comes from the injected timers.
 */
@NullMarked
package dev.assent.dialer.sip.transaction;

import org.jspecify.annotations.NullMarked;
