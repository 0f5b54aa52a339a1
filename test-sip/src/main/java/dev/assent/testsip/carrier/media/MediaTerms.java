package dev.assent.testsip.carrier.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed for the sound of a call. A value.
 *
 * @param eventType payload type for keys, or -1
 * @param crypto keys of SRTP, or null for plain RTP
 */
public record MediaTerms(
    InetSocketAddress remote, Law law, int eventType, @Nullable Crypto crypto) {}
