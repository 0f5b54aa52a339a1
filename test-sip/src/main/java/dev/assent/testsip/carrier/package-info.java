/**
 * A carrier to call: answers, refuses, forks and misbehaves as its plan says, and writes down what
 * it saw.
 *
 * <p>An implementation of its own, from the RFCs: it may use no class of {@code media} or {@code
 * dialer}, so that a mistake in one is not hidden by the same mistake in the other. Never used in
 * production. Everything of a call belongs to the one thread of {@link
 * dev.assent.testsip.carrier.loop.Loop}.
 */
@NullMarked
package dev.assent.testsip.carrier;

import org.jspecify.annotations.NullMarked;
