/**
 * The sealed container: format, writer, reader, salvage.
 *
 * <p>FORMAT.md comes before the code; keys are handed in, sound is opaque bytes.
 */
@NullMarked
package dev.assent.recorder.container;

import org.jspecify.annotations.NullMarked;
