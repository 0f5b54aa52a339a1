/**
 * Digest authentication (RFC 7616, RFC 8760).
 *
 * <p>Secrets are handed in and never logged.
 */
@NullMarked
package dev.assent.dialer.sip.auth;

import org.jspecify.annotations.NullMarked;
