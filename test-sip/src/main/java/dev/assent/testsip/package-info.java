/**
 * Phones and carriers to test against.
 *
 * <p>Shares no code with the program for what it checks: own SIP text, own RTP.
 */
@NullMarked
package dev.assent.testsip;

import org.jspecify.annotations.NullMarked;
