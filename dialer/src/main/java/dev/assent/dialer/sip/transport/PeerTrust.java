package dev.assent.dialer.sip.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Decides whether a certificate is that of the peer we want: pin, expiry, signer, and the domain it
 * is for (RFC 5922 section 7). What is wrong is said in words an operator can act on.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  /** Not the peer we want, and what it showed. */
  static final class Distrusted extends CertificateException {
    private final transient PeerCertificate shown;

    Distrusted(String message, PeerCertificate shown) {
      super(message);
      this.shown = shown;
    }

    PeerCertificate shown() {
      return shown;
    }
  }

  private final TlsPeer peer;

  PeerTrust(TlsPeer peer) {
    this.peer = peer;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkClient(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClient(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClient(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return peer.authorities().toArray(X509Certificate[]::new);
  }

  private void check(X509Certificate[] chain, String type) throws CertificateException {
    PeerCertificate shown = PeerCertificate.of(chain[0]);
    checkTime(shown);
    if (!peer.pins().isEmpty()) {
      if (!peer.pins().contains(shown.pin())) {
        throw new Distrusted(
            "the key of the certificate of "
                + called(shown)
                + " is not the one of tls.pin; if the carrier has changed it: pin: "
                + shown.pin(),
            shown);
      }
      return;
    }
    checkSigner(authorities(chain)::checkServerTrusted, chain, type, shown);
    if (!shown.isFor(peer.name())) {
      throw new Distrusted(
          "the certificate is for "
              + (shown.names().isEmpty() ? "no domain" : String.join(", ", shown.names()))
              + ", not for "
              + peer.name()
              + "; write the right name in tls.name, or, if this is the right peer: pin: "
              + shown.pin(),
          shown);
    }
  }

  private void checkTime(PeerCertificate shown) throws CertificateException {
    Instant now = peer.clock().instant();
    if (now.isAfter(shown.notAfter())) {
      throw new Distrusted(
          "the certificate of " + called(shown) + " expired on " + DAY.format(shown.notAfter()),
          shown);
    }
    if (now.isBefore(shown.notBefore())) {
      throw new Distrusted(
          "the certificate of "
              + called(shown)
              + " is valid only from "
              + DAY.format(shown.notBefore())
              + "; is this machine's clock right?",
          shown);
    }
  }

  /** Who may connect is decided by its address; here, that our authority knows it. */
  private void checkClient(X509Certificate[] chain, String type) throws CertificateException {
    PeerCertificate shown = PeerCertificate.of(chain[0]);
    checkTime(shown);
    checkSigner(authorities(chain)::checkClientTrusted, chain, type, shown);
  }

  /** The JDK's check of a path, as a server's or as a client's. */
  private interface PathCheck {
    void check(X509Certificate[] chain, String type) throws CertificateException;
  }

  private void checkSigner(
      PathCheck path, X509Certificate[] chain, String type, PeerCertificate shown)
      throws CertificateException {
    try {
      path.check(chain, type);
    } catch (CertificateException e) {
      throw new Distrusted(
          "the certificate of "
              + called(shown)
              + (isPathless(e)
                  ? " is signed by "
                      + shown.issuer()
                      + ", whom "
                      + (peer.authorities().isEmpty()
                          ? "Java does not know"
                          : "tls.ca does not hold")
                  : " does not hold: " + root(e).getMessage())
              + "; if this is the right peer: pin: "
              + shown.pin(),
          shown);
    }
  }

  /** Of its own at each handshake: the time it is checked for is fixed in it. */
  private X509TrustManager authorities(X509Certificate[] chain) throws CertificateException {
    try {
      KeyStore anchors = anchors();
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, selector(chain));
      parameters.setDate(Date.from(peer.clock().instant()));
      parameters.setRevocationEnabled(false);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return first(factory.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the authorities cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyStore anchors() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      List<X509Certificate> authorities =
          peer.authorities().isEmpty() ? ofJava() : peer.authorities();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca" + i, authorities.get(i));
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static List<X509Certificate> ofJava() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.asList(first(factory.getTrustManagers()).getAcceptedIssuers());
  }

  private static X509CertSelector selector(X509Certificate[] chain) {
    X509CertSelector selector = new X509CertSelector();
    selector.setCertificate(chain[0]);
    return selector;
  }

  private static X509TrustManager first(TrustManager[] managers) throws GeneralSecurityException {
    for (TrustManager manager : managers) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  private static boolean isPathless(Throwable thrown) {
    Throwable cause = root(thrown);
    return cause instanceof CertPathBuilderException
        || (cause instanceof CertPathValidatorException invalid
            && invalid.getReason() != null
            && Set.of("NO_TRUST_ANCHOR").contains(invalid.getReason().toString()));
  }

  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String called(PeerCertificate shown) {
    return shown.names().isEmpty()
        ? shown.subject()
        : shown.names().stream().limit(5).collect(Collectors.joining(", "));
  }
}
