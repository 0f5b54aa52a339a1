/**
 * Where SIP is sent and how, and which networks it may come from and go to.
 *
 * <p>Values only: nothing here is resolved, connected or sent.
 */
@NullMarked
package dev.assent.dialer.sip.address;

import org.jspecify.annotations.NullMarked;
