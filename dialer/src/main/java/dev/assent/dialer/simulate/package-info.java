/**
 * A campaign in virtual time, against people and a carrier that are made up: gate, runner, story of
 * a call, store and journal are the real ones, in memory. SIP, RTP and sound are not simulated.
 *
 * <p>Nothing here opens a socket or a file, and nothing here reaches a real home's database.
 */
@NullMarked
package dev.assent.dialer.simulate;

import org.jspecify.annotations.NullMarked;
