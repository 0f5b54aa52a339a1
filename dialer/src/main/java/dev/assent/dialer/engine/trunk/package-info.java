/**
 * What trunk files and {@code listen:} ask for, in the user agent's words, and calls a crash left.
 *
 * <p>Dials nothing.
 */
@NullMarked
package dev.assent.dialer.engine.trunk;

import org.jspecify.annotations.NullMarked;
