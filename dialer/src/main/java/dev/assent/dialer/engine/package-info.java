/**
 * The engine: the composition of all parts, what is opened when and closed in which order, and what
 * a resident engine does by itself (campaigns, alerts, reviews, daily work).
 *
 * <p>Hands the machine's clocks, randomness and threads on to every part. What can be understood
 * without the composition lives in a room beneath; no room but {@code drill} knows this one.
 */
@NullMarked
package dev.assent.dialer.engine;

import org.jspecify.annotations.NullMarked;
