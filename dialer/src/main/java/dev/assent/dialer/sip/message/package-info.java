/**
 * SIP messages: parsing and building, with JAIN-SIP's parser behind it.
 *
 * <p>No sockets and no state.
 */
@NullMarked
package dev.assent.dialer.sip.message;

import org.jspecify.annotations.NullMarked;
