package dev.assent.dialer.sip;

import dev.assent.dialer.sip.transport.TlsPeer;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TCP and TLS.
 *
 * @param peers how TLS targets are known, by the name their certificates must carry
 * @param listenTcp where connections of the signalling networks are accepted; null for nowhere. A
 *     far end that loses a connection can then make one itself
 * @param listenTls likewise for TLS
 * @param own our certificate there; needed with {@code listenTls}
 */
public record StreamSettings(
    Map<String, TlsPeer> peers,
    @Nullable InetSocketAddress listenTcp,
    @Nullable InetSocketAddress listenTls,
    @Nullable TlsPeer own) {

  /** Connections are made, none is accepted; no TLS peer is known. */
  public static final StreamSettings CALLING_ONLY = new StreamSettings(Map.of(), null, null, null);

  public StreamSettings {
    peers = Map.copyOf(peers);
    if (listenTls != null && (own == null || own.key() == null)) {
      throw new IllegalArgumentException("Listening for TLS needs a certificate and its key");
    }
  }
}
