/**
 * SIP messages: read with JAIN-SIP's parser and header classes, written as text.
 *
 * <p>The only place that sees JAIN-SIP. No sockets and no state.
 */
@NullMarked
package dev.assent.dialer.sip.message;

import org.jspecify.annotations.NullMarked;
