/**
 * Tones made and heard: ring-back, busy, special information tones, in-band keys.
 *
 * <p>Samples in, findings out: what follows from a tone is decided elsewhere.
 */
@NullMarked
package dev.assent.media.tone;

import org.jspecify.annotations.NullMarked;
