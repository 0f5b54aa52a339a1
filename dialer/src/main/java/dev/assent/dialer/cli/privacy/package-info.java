/**
 * privacy, retention: what a person may ask for, erasure and its proof, and how long things stay.
 *
 * <p>Destroys nothing itself: the engine does, and writes it down.
 */
@NullMarked
package dev.assent.dialer.cli.privacy;

import org.jspecify.annotations.NullMarked;
