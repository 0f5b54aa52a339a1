package dev.assent.testsip.carrier;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A REGISTER whose password was right. A value.
 *
 * @param at by the carrier's clock
 * @param asked seconds by Contact URI; 0 takes one back, and {@code *} all
 * @param bound the Contacts that count after it, the oldest first
 * @param granted false where it would have been one Contact too many
 */
public record Registration(
    Instant at,
    String callId,
    InetSocketAddress from,
    Map<String, Long> asked,
    List<String> bound,
    boolean granted) {}
