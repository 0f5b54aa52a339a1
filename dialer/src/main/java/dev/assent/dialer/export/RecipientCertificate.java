package dev.assent.dialer.export;

import dev.assent.compliance.export.Delivery;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Whom a package is sealed to, by X.509 (RFC 5280). Checked are dates, kind and size of the key,
 * and what the key may be used for; not its issuer, nor whether it was revoked: people compare the
 * fingerprint.
 */
public final class RecipientCertificate {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 16384;

  /** P-256, P-384 and P-521: those that everybody's tools agree on. */
  private static final Set<Integer> FIELDS = Set.of(256, 384, 521);

  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;

  private final X509Certificate certificate;

  private RecipientCertificate(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /**
   * @param bytes PEM or DER, one certificate
   * @throws UserError exit 2 when it is none
   */
  public static RecipientCertificate read(byte[] bytes) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      if (factory.generateCertificate(new ByteArrayInputStream(bytes))
          instanceof X509Certificate certificate) {
        return new RecipientCertificate(certificate);
      }
    } catch (CertificateException e) {
      // Said below; the parser's own words name no field.
    }
    throw new UserError(Exit.USAGE, Message.of("export.no_certificate"), null);
  }

  /** As an order holds it. */
  public static RecipientCertificate of(Delivery delivery) {
    return read(Base64.getDecoder().decode(delivery.certificate()));
  }

  public Delivery delivery() {
    return new Delivery(
        Delivery.Kind.CERTIFICATE,
        Base64.getEncoder().encodeToString(encoded()),
        fingerprint(),
        certificate.getSubjectX500Principal().getName());
  }

  /** SHA-256 of it, lower hex: what people read out to each other. */
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private byte[] encoded() {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("what was parsed has an encoding", e);
    }
  }

  X509Certificate x509() {
    return certificate;
  }

  boolean isRsa() {
    return certificate.getPublicKey() instanceof RSAPublicKey;
  }

  /**
   * @throws UserError exit 2 when nothing should be sealed to it at that time
   */
  public RecipientCertificate requireUsable(Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || !now.isBefore(certificate.getNotAfter().toInstant())) {
      throw unfit(
          "export.certificate_dates",
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
    switch (certificate.getPublicKey()) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
          throw unfit("export.certificate_size", bits, LEAST_RSA_BITS);
        }
        requireUsage(KEY_ENCIPHERMENT, "keyEncipherment");
      }
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        if (!FIELDS.contains(bits)) {
          throw unfit("export.certificate_kind", "EC " + bits);
        }
        requireUsage(KEY_AGREEMENT, "keyAgreement");
      }
      default -> throw unfit("export.certificate_kind", certificate.getPublicKey().getAlgorithm());
    }
    return this;
  }

  /** A certificate that names no use is for any (RFC 5280 4.2.1.3). */
  private void requireUsage(int bit, String name) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[bit]) {
      throw unfit("export.certificate_usage", name);
    }
  }

  private static UserError unfit(String code, Object... arguments) {
    return new UserError(Exit.USAGE, Message.of(code, arguments), null);
  }
}
