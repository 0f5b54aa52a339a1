/**
 * The engine: the home, its lock and socket, and the composition of all parts.
 *
 * <p>The only place that makes real clocks, randomness and threads and hands them on.
 */
@NullMarked
package dev.assent.dialer.engine;

import org.jspecify.annotations.NullMarked;
