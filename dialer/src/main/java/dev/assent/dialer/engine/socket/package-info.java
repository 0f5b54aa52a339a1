/**
 * The engine's one API on its Unix socket: commands, shares and acts, and both their ends.
 *
 * <p>Knows what travels, not what is done with it.
 */
@NullMarked
package dev.assent.dialer.engine.socket;

import org.jspecify.annotations.NullMarked;
