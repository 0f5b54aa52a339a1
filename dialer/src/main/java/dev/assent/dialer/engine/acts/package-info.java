/**
 * What pages and signed requests ask of the engine: who asks, whether they may, what is kept of it.
 *
 * <p>Each access is journalled and forced before it is done.
 */
@NullMarked
package dev.assent.dialer.engine.acts;

import org.jspecify.annotations.NullMarked;
