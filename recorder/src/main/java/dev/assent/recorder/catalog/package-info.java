/**
 * An index of the recordings that can be rebuilt from them.
 *
 * <p>A convenience, never the proof.
 */
@NullMarked
package dev.assent.recorder.catalog;

import org.jspecify.annotations.NullMarked;
