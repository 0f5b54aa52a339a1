/**
 * SIP over UDP, TCP and TLS 1.3, and the DNS that finds the far end.
 *
 * <p>Bytes and framing; no transaction is known here.
 */
@NullMarked
package dev.assent.dialer.sip.transport;

import org.jspecify.annotations.NullMarked;
