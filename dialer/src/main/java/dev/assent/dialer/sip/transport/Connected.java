package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;
import org.jspecify.annotations.Nullable;

/**
 * A target that can be sent to now.
 *
 * @param protocol of TLS, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty without TLS
 * @param certificate of the far end; null without TLS
 */
public record Connected(Target target, String protocol, @Nullable PeerCertificate certificate) {}
