/**
 * RTP and RTCP packets, the port pair of a call, the media thread and its wheel of 1 ms slots, and
 * the keys of RFC 4733.
 *
 * <p>Nothing here blocks, locks or allocates per packet; nothing knows what a key means.
 */
@NullMarked
package dev.assent.media.rtp;

import org.jspecify.annotations.NullMarked;
