/**
 * The SIP user agent: what a trunk needs of RFC 3261.
 *
 * <p>With its subpackages the only place that sees javax.sip, gov.nist and Netty; knows no campaign
 * and no law.
 */
@NullMarked
package dev.assent.dialer.sip;

import org.jspecify.annotations.NullMarked;
