/**
 * The gate: may this call be made? Decisions, permits and clearances.
 *
 * <p>The only door to a call; it knows no SIP, no RTP and no recording format.
 */
@NullMarked
package dev.assent.compliance;

import org.jspecify.annotations.NullMarked;
