/**
 * Session descriptions: offer and answer (RFC 4566, RFC 3264), with keys for SRTP (RFC 4568).
 *
 * <p>Text in, values out: no sockets, and nothing of SIP around the body.
 */
@NullMarked
package dev.assent.media.sdp;

import org.jspecify.annotations.NullMarked;
