/**
 * Seals calls: the warrant to record one call and the recording that comes of it.
 *
 * <p>Holds public keys only; what it wrote it cannot read back.
 */
@NullMarked
package dev.assent.recorder;

import org.jspecify.annotations.NullMarked;
