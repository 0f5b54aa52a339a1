package dev.assent.dialer.sip.transport;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the far end of a TLS connection is known, and what we show it.
 *
 * @param name the domain its certificate must be for (RFC 5922); also sent as server name
 * @param authorities who may sign its certificate; none, and Java's own are trusted
 * @param pins {@code sha256/BASE64} of its public key; a certificate with one of these keys is
 *     right whoever signed it and whatever name it bears, any other is wrong
 * @param chain our own certificate, first, and those that signed it; none, and we show nothing
 * @param key of our own certificate
 * @param tls12 TLS 1.2 will do; otherwise only 1.3
 * @param clock by which certificates expire
 */
public record TlsPeer(
    String name,
    List<X509Certificate> authorities,
    List<String> pins,
    List<X509Certificate> chain,
    @Nullable PrivateKey key,
    boolean tls12,
    InstantSource clock) {
  private static final int HASH = 32;

  public TlsPeer {
    authorities = List.copyOf(authorities);
    pins = List.copyOf(pins);
    chain = List.copyOf(chain);
  }

  /**
   * Reads what a trunk's {@code tls:} names.
   *
   * @param ca PEM file of authorities, or null
   * @param certificate PEM file of our own certificate and its chain, or null
   * @param key PEM file (PKCS #8, no password) of its key; needed with it
   * @throws TlsSetupProblem naming the key and file that is wrong
   */
  public static TlsPeer read(
      String name,
      @Nullable Path ca,
      List<String> pins,
      @Nullable Path certificate,
      @Nullable Path key,
      boolean tls12,
      InstantSource clock)
      throws TlsSetupProblem {
    for (String pin : pins) {
      checkPin(pin);
    }
    List<X509Certificate> authorities = ca == null ? List.of() : PemFile.certificates("tls.ca", ca);
    if (certificate == null && key == null) {
      return new TlsPeer(name, authorities, pins, List.of(), null, tls12, clock);
    }
    if (certificate == null || key == null) {
      throw new TlsSetupProblem("tls.certificate and tls.key belong together");
    }
    List<X509Certificate> chain = PemFile.certificates("tls.certificate", certificate);
    PrivateKey own = PemFile.privateKey("tls.key", key);
    if (!fits(own, chain.getFirst())) {
      throw new TlsSetupProblem(
          "tls.key: " + key + " is not the key of the first certificate in " + certificate);
    }
    return new TlsPeer(name, authorities, pins, chain, own, tls12, clock);
  }

  private static void checkPin(String pin) throws TlsSetupProblem {
    try {
      if (pin.startsWith("sha256/")
          && Base64.getDecoder().decode(pin.substring("sha256/".length())).length == HASH) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new TlsSetupProblem(
        "tls.pin: \"" + pin + "\" is no pin; write sha256/ and 44 characters of Base64");
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "EdDSA";
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(text);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind
    }
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "TlsPeer[" + name + "]";
  }
}
