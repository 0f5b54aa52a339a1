/**
 * SIP as raw text over UDP: messages, retransmission, digest challenges, session descriptions.
 *
 * <p>Knows no plan and no sound.
 */
@NullMarked
package dev.assent.testsip.carrier.sip;

import org.jspecify.annotations.NullMarked;
