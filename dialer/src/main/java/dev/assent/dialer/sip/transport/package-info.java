/**
 * SIP over UDP: bytes in and out, and what is dropped unread.
 *
 * <p>No transaction is known here; another transport is another {@code Hop} of the transactions.
 */
@NullMarked
package dev.assent.dialer.sip.transport;

import org.jspecify.annotations.NullMarked;
