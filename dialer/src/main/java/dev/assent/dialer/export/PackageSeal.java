package dev.assent.dialer.export;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084), which {@code openssl cms -decrypt}
 * opens: whoever receives it needs nothing of ours. The one place that sees Bouncy Castle's CMS;
 * its provider is used for wrapping keys and registered nowhere, the sound goes through the JDK's
 * cipher.
 */
public final class PackageSeal {
  /**
   * PBKDF2 is weak beside Argon2id; what it stretches are 132 random bits and needs no strength.
   */
  private static final int ITERATIONS = 600_000;

  private static final int SALT = 16;

  private final RecipientInfoGenerator recipient;
  private final SecureRandom random;

  private PackageSeal(RecipientInfoGenerator recipient, SecureRandom random) {
    this.recipient = recipient;
    this.random = random;
  }

  /** To the holder of a certificate: RSAES-OAEP with SHA-256, or ECDH with SHA-256 and AES wrap. */
  public static PackageSeal to(RecipientCertificate certificate, SecureRandom random) {
    try {
      return new PackageSeal(
          certificate.isRsa() ? rsa(certificate) : ecdh(certificate, random), random);
    } catch (GeneralSecurityException | CMSException e) {
      throw new IllegalStateException("a certificate that was checked can be sealed to", e);
    }
  }

  private static RecipientInfoGenerator rsa(RecipientCertificate to)
      throws GeneralSecurityException {
    var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    var oaep =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_RSAES_OAEP,
            new RSAESOAEPparams(
                sha256,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
                RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
    return new JceKeyTransRecipientInfoGenerator(to.x509(), oaep).setProvider(provider());
  }

  private static RecipientInfoGenerator ecdh(RecipientCertificate to, SecureRandom random)
      throws GeneralSecurityException, CMSException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(((ECPublicKey) to.x509().getPublicKey()).getParams(), random);
    KeyPair own = generator.generateKeyPair();
    return new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA256KDF,
            own.getPrivate(),
            own.getPublic(),
            CMSAlgorithm.AES256_WRAP)
        .addRecipient(to.x509())
        .setProvider(provider())
        .setSecureRandom(random);
  }

  /**
   * To whoever has a passphrase (RFC 3211, PBKDF2 with HMAC-SHA-256).
   *
   * @param passphrase of {@link ExportPassphrase}; not kept beyond the sealing
   */
  public static PackageSeal with(char[] passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    var generator = new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, passphrase);
    generator.setProvider(provider());
    generator.setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8);
    generator.setPRF(PasswordRecipient.PRF.HMacSHA256);
    generator.setSaltAndIterationCount(salt, ITERATIONS);
    generator.setSecureRandom(random);
    return new PackageSeal(generator, random);
  }

  private static Provider provider() {
    return new BouncyCastleProvider();
  }

  /**
   * What is written here comes out sealed; whole only once it is closed, which leaves {@code out}
   * open.
   */
  public OutputStream open(OutputStream out) throws IOException {
    try {
      var generator = new CMSAuthEnvelopedDataStreamGenerator();
      generator.addRecipientInfoGenerator(recipient);
      var cipher =
          (OutputAEADEncryptor)
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                  .setSecureRandom(random)
                  .build();
      return generator.open(out, cipher);
    } catch (CMSException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }
}
