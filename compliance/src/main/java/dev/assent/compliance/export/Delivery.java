package dev.assent.compliance.export;

/**
 * What a package is sealed to.
 *
 * @param certificate DER, base64; empty for a passphrase
 * @param sha256 of the certificate, lower hex; empty for a passphrase
 * @param subject as the certificate names its holder; empty for a passphrase
 */
public record Delivery(Kind kind, String certificate, String sha256, String subject) {
  /** One of two. */
  public enum Kind {
    CERTIFICATE,
    /** Made when the package is, and sent another way. */
    PASSPHRASE
  }

  public static Delivery passphrase() {
    return new Delivery(Kind.PASSPHRASE, "", "", "");
  }
}
