/**
 * SIP over UDP, TCP and TLS: bytes in and out, connections and who they are with, and what is
 * dropped unread.
 *
 * <p>No transaction is known here; each transport is a {@code Hop} of the transactions.
 */
@NullMarked
package dev.assent.dialer.sip.transport;

import org.jspecify.annotations.NullMarked;
