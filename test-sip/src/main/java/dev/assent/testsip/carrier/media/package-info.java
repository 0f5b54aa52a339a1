/**
 * The carrier's sound: RTP in and out every 20 ms, keys by RFC 4733 and by tone, what was sent and
 * received.
 *
 * <p>Knows no SIP. Loop thread only, except where a class says it is a value.
 */
@NullMarked
package dev.assent.testsip.carrier.media;

import org.jspecify.annotations.NullMarked;
