package dev.assent.dialer.sip;

import dev.assent.dialer.sip.transport.PeerCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority and what it signs, made anew for each test. */
public final class TestCertificates {
  /** A certificate and its key. */
  public record Identity(X509Certificate certificate, PrivateKey key) {

    public String pin() {
      return PeerCertificate.of(certificate).pin();
    }

    /** PEM of the certificate. */
    public Path certificateFile(Path directory) {
      return write(directory.resolve("certificate.pem"), "CERTIFICATE", encoded());
    }

    /** PEM of the key. */
    public Path keyFile(Path directory) {
      return write(directory.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    }

    /** A server or client that shows this, and trusts {@code peers} (null: asks nobody). */
    public SSLContext context(X509Certificate peers) {
      try {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", key, new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory keyManagers =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, new char[0]);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("ca", peers == null ? certificate : peers);
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] encoded() {
      try {
        return certificate.getEncoded();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final KeyPair authorityKeys = keys();
  private final Instant now;
  private final String name;
  private final X509Certificate authority;
  private long serial;

  /** Valid from a day before this to a year after. */
  public TestCertificates(Instant now) {
    this(now, "CN=Test authority");
  }

  public TestCertificates(Instant now, String name) {
    this.now = now;
    this.name = name;
    this.authority =
        sign(
            name,
            authorityKeys,
            true,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(365)));
  }

  public X509Certificate authority() {
    return authority;
  }

  public Path authorityFile(Path directory) {
    try {
      return write(directory.resolve("ca.pem"), "CERTIFICATE", authority.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param alternatives {@code dns:NAME} or {@code uri:URI}; none, and there is no subjectAltName
   */
  public Identity identity(String commonName, String... alternatives) {
    return identity(commonName, now.plus(Duration.ofDays(90)), alternatives);
  }

  public Identity identity(String commonName, Instant until, String... alternatives) {
    KeyPair keys = keys();
    X509Certificate certificate =
        sign("CN=" + commonName, keys, false, now.minus(Duration.ofDays(1)), until, alternatives);
    return new Identity(certificate, keys.getPrivate());
  }

  private X509Certificate sign(
      String subject,
      KeyPair keys,
      boolean isAuthority,
      Instant from,
      Instant until,
      String... alternatives) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(name),
              BigInteger.valueOf(++serial),
              Date.from(from),
              Date.from(until),
              new X500Name(subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (alternatives.length > 0) {
        GeneralName[] names = new GeneralName[alternatives.length];
        for (int i = 0; i < names.length; i++) {
          int kind =
              alternatives[i].startsWith("dns:")
                  ? GeneralName.dNSName
                  : GeneralName.uniformResourceIdentifier;
          names[i] = new GeneralName(kind, alternatives[i].substring(4));
        }
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .build(authorityKeys.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path file, String kind, byte[] encoded) {
    String text =
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
            + "\n-----END "
            + kind
            + "-----\n";
    try {
      return Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
