package dev.assent.testsip.carrier.media;

import java.net.InetSocketAddress;

/**
 * What was agreed for the sound of a call. A value.
 *
 * @param eventType payload type for keys, or -1
 */
public record MediaTerms(InetSocketAddress remote, Law law, int eventType) {}
