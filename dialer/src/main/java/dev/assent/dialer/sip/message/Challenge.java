package dev.assent.dialer.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * A digest challenge as received (RFC 7616 section 3.3).
 *
 * @param proxy from Proxy-Authenticate
 * @param algorithm null means MD5
 * @param qop offered list, e.g. {@code auth,auth-int}; null if the header names none
 * @param stale the credentials were right but the nonce too old
 */
public record Challenge(
    boolean proxy,
    String realm,
    String nonce,
    @Nullable String opaque,
    @Nullable String algorithm,
    @Nullable String qop,
    boolean stale) {}
