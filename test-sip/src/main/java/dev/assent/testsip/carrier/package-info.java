/**
 * A carrier of our own, scripted in raw SIP text.
 *
 * <p>Never used in production; it listens on the loopback only.
 */
@NullMarked
package dev.assent.testsip.carrier;

import org.jspecify.annotations.NullMarked;
