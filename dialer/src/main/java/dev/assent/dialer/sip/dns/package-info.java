/**
 * Where a carrier's name leads: NAPTR, SRV, A and AAAA as RFC 3263 says.
 *
 * <p>Asks name servers and keeps nothing; who asks, keeps the answer for as long as it says.
 */
@NullMarked
package dev.assent.dialer.sip.dns;

import org.jspecify.annotations.NullMarked;
