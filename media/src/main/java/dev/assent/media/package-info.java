/**
 * Sound on the wire.
 *
 * <p>Knows no SIP, no campaign and no law; time, randomness and threads come in through its ports.
 */
@NullMarked
package dev.assent.media;

import org.jspecify.annotations.NullMarked;
