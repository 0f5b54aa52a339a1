package dev.assent.dialer.sip.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What far ends are shown as our address where a NAT stands between.
 *
 * @param networks of these far ends
 * @param fixed null: what they say they see (received, RFC 3261 section 18.2.1)
 */
public record PublicAddress(SignallingNetworks networks, @Nullable InetAddress fixed) {}
