/**
 * Trunks: where SIP, media and the call meet.
 *
 * <p>Sends an INVITE only for a clearance.
 */
@NullMarked
package dev.assent.dialer.trunk;

import org.jspecify.annotations.NullMarked;
