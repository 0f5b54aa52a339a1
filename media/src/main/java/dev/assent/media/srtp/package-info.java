/**
 * Secure RTP and RTCP (RFC 3711, RFC 7714): key derivation, packet indices, replay windows, the
 * three cipher suites.
 *
 * <p>Byte arrays in, byte arrays out: no sockets, no session descriptions. Contexts are made by the
 * thread that negotiates and used by the media thread alone. Keys never appear in text.
 */
@NullMarked
package dev.assent.media.srtp;

import org.jspecify.annotations.NullMarked;
