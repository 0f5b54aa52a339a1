/**
 * What no carrier should send: the messages of RFC 4475, and seeded damage to real ones, against a
 * user agent of ours.
 *
 * <p>Writes text and reads counters; no part of SIP is implemented here.
 */
@NullMarked
package dev.assent.testsip.torture;

import org.jspecify.annotations.NullMarked;
