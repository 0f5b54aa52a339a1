package dev.assent.dialer.sip.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a far end's certificate says of it.
 *
 * @param subject distinguished name
 * @param issuer distinguished name
 * @param names the domains it speaks for, by RFC 5922 section 7.1: sip URIs without a user part and
 *     DNS names of the subjectAltName; the common name only if there is no subjectAltName. Lower
 *     case
 * @param pin {@code sha256/…}: Base64 of the SHA-256 of its SubjectPublicKeyInfo, the line to paste
 *     under {@code tls.pin}
 */
public record PeerCertificate(
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    List<String> names,
    String pin) {
  private static final int DNS_NAME = 2;
  private static final int URI = 6;
  private static final Pattern DOMAIN_URI =
      Pattern.compile("sip:([^@;?:\\[\\]]+)(:[0-9]+)?([;?].*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|[,+])\\s*CN=([^,+]+)", Pattern.CASE_INSENSITIVE);

  public PeerCertificate {
    names = List.copyOf(names);
  }

  public static PeerCertificate of(X509Certificate certificate) {
    return new PeerCertificate(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate),
        pin(certificate));
  }

  /** Does it speak for this domain? Letter for letter: no wildcards (RFC 5922 section 7.2). */
  public boolean isFor(String domain) {
    return names.contains(normal(domain));
  }

  private static List<String> names(X509Certificate certificate) {
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of(); // unreadable: it speaks for nobody
    }
    List<String> names = new ArrayList<>();
    if (alternatives == null) {
      Matcher cn = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
      if (cn.find()) {
        names.add(normal(cn.group(1).strip()));
      }
      return names;
    }
    for (List<?> alternative : alternatives) {
      if (alternative.get(0) instanceof Integer kind && alternative.get(1) instanceof String name) {
        if (kind == DNS_NAME) {
          names.add(normal(name));
        } else if (kind == URI) {
          Matcher uri = DOMAIN_URI.matcher(name);
          if (uri.matches()) {
            names.add(normal(uri.group(1)));
          }
        }
      }
    }
    return names;
  }

  private static String pin(X509Certificate certificate) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return "sha256/" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String normal(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
