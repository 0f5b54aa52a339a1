/**
 * Codecs between 16-bit linear samples and the payload of one packet.
 *
 * <p>Pure functions over arrays: no clock, no sockets, no files.
 */
@NullMarked
package dev.assent.media.codec;

import org.jspecify.annotations.NullMarked;
