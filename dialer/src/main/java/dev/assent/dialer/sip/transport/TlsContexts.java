package dev.assent.dialer.sip.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** TLS by the JDK, made from what is known of each peer. Thread-safe. */
final class TlsContexts {
  private static final String TLS_1_3 = "TLSv1.3";
  private static final String TLS_1_2 = "TLSv1.2";

  private final Map<String, TlsPeer> peers;
  private final Map<String, SslContext> clients = new ConcurrentHashMap<>();

  TlsContexts(Map<String, TlsPeer> peers) {
    this.peers = peers;
  }

  /**
   * For a connection of ours.
   *
   * @throws SSLException if there is no peer of this name, or the JDK refuses its material
   */
  SslContext towards(String name) throws SSLException {
    SslContext known = clients.get(name);
    if (known != null) {
      return known;
    }
    TlsPeer peer = peers.get(name);
    if (peer == null) {
      throw new SSLException("nothing is known of a TLS peer named \"" + name + "\"");
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols(protocols(peer))
            // A domain is checked by RFC 5922, not by HTTPS: no wildcards, sip URIs count.
            .endpointIdentificationAlgorithm(null)
            .trustManager(new PeerTrust(peer));
    PrivateKey key = peer.key();
    if (key != null) {
      builder.keyManager(key, chain(peer));
    }
    SslContext made = builder.build();
    clients.put(name, made);
    return made;
  }

  /**
   * For connections made to us. Who may connect is decided by its address; a certificate is
   * demanded of it where we name who must have signed it.
   *
   * @throws SSLException if it has no certificate, or the JDK refuses it
   */
  static SslContext serving(TlsPeer own) throws SSLException {
    PrivateKey key = own.key();
    if (key == null) {
      throw new SSLException("listening for TLS needs a certificate and its key");
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(key, chain(own))
            .sslProvider(SslProvider.JDK)
            .protocols(protocols(own));
    if (!own.authorities().isEmpty()) {
      builder.clientAuth(ClientAuth.REQUIRE).trustManager(new PeerTrust(own));
    }
    return builder.build();
  }

  private static String[] protocols(TlsPeer peer) {
    return peer.tls12() ? new String[] {TLS_1_3, TLS_1_2} : new String[] {TLS_1_3};
  }

  private static X509Certificate[] chain(TlsPeer peer) {
    return peer.chain().toArray(X509Certificate[]::new);
  }
}
