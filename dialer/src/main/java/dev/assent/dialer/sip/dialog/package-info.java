/**
 * Dialogs and the requests within them (RFC 3261 section 12).
 *
 * <p>Owned by the worker of its Call-ID; late and forked answers end here with ACK and BYE.
 */
@NullMarked
package dev.assent.dialer.sip.dialog;

import org.jspecify.annotations.NullMarked;
