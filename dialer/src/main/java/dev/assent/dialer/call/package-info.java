/**
 * One call, top to bottom: the story of consent.
 *
 * <p>Speaks of calls and keys; knows no SIP message and no packet.
 */
@NullMarked
package dev.assent.dialer.call;

import org.jspecify.annotations.NullMarked;
