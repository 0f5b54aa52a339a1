package dev.assent.dialer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JcePasswordAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a package may be sealed to, and who opens it. */
@Timeout(60)
class RecipientCertificateTest {
  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(30));
  private static final byte[] CONTENT = "what was said".repeat(5000).getBytes(UTF_8);

  private final SecureRandom random = new SecureRandom();

  private static KeyPair keys(String algorithm, Object size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (size instanceof Integer bits) {
      generator.initialize(bits);
    } else if (size instanceof String curve) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    return generator.generateKeyPair();
  }

  private static RecipientCertificate certificate(KeyPair pair, int usage) throws Exception {
    X500Name name = new X500Name("CN=Court");
    var builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, Date.from(FROM), Date.from(TO), name, pair.getPublic());
    if (usage != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }
    KeyPair issuer = keys("EC", "secp256r1");
    return RecipientCertificate.read(
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
            .getEncoded());
  }

  private static AbstractThrowableAssert<?, ?> refused(RecipientCertificate to, Instant now) {
    return assertThatThrownBy(() -> to.requireUsable(now)).isInstanceOf(UserError.class);
  }

  @Test
  void itIsUsableToTheSecondOfItsDates() throws Exception {
    RecipientCertificate court =
        certificate(keys("EC", "secp256r1"), KeyUsage.keyAgreement | KeyUsage.digitalSignature);
    assertThat(court.requireUsable(FROM)).isSameAs(court);
    assertThat(court.requireUsable(TO.minusSeconds(1))).isSameAs(court);
    refused(court, FROM.minusSeconds(1)).hasMessageContaining("certificate_dates");
    refused(court, TO).hasMessageContaining("certificate_dates");
    assertThat(RecipientCertificate.of(court.delivery()).fingerprint())
        .isEqualTo(court.fingerprint());
  }

  @Test
  void keysThatAreWeakOrForSomethingElseAreRefused() throws Exception {
    refused(certificate(keys("RSA", 1024), 0), FROM).hasMessageContaining("certificate_size");
    refused(certificate(keys("Ed25519", 0L), 0), FROM).hasMessageContaining("certificate_kind");
    refused(certificate(keys("EC", "secp256r1"), KeyUsage.digitalSignature), FROM)
        .hasMessageContaining("certificate_usage");
    refused(certificate(keys("RSA", 2048), KeyUsage.keyAgreement), FROM)
        .hasMessageContaining("certificate_usage");
    for (String none : new String[] {"", "-----BEGIN CERTIFICATE-----\nAAAA\n", "\u0000\u0001"}) {
      assertThatThrownBy(() -> RecipientCertificate.read(none.getBytes(UTF_8)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("no_certificate");
    }
  }

  private static byte[] sealed(PackageSeal seal) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream in = seal.open(out)) {
      in.write(CONTENT);
    }
    return out.toByteArray();
  }

  private static RecipientInformation recipient(byte[] sealed) throws CMSException {
    return new CMSAuthEnvelopedData(sealed).getRecipientInfos().iterator().next();
  }

  @Test
  void onlyTheRecipientOpensItAndNoByteCanBeChanged() throws Exception {
    KeyPair pair = keys("EC", "secp384r1");
    byte[] sealed = sealed(PackageSeal.to(certificate(pair, KeyUsage.keyAgreement), random));
    assertThat(open(sealed, pair)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> open(sealed, keys("EC", "secp384r1"))).isInstanceOf(Exception.class);
    for (int at : new int[] {sealed.length / 2, sealed.length - 20, 200}) {
      byte[] bent = sealed.clone();
      bent[at] ^= 1;
      assertThatThrownBy(() -> open(bent, pair)).as("byte %d", at).isInstanceOf(Exception.class);
    }
  }

  private static byte[] open(byte[] sealed, KeyPair pair) throws CMSException {
    return recipient(sealed)
        .getContent(
            new JceKeyAgreeAuthEnvelopedRecipient(pair.getPrivate())
                .setProvider(new BouncyCastleProvider()));
  }

  @Test
  void aPassphraseIsLongAndOpensItsPackage() throws Exception {
    String passphrase = ExportPassphrase.make(random);
    assertThat(passphrase).matches("[a-hjkmnp-z2-8]{5}(-[a-hjkmnp-z2-8]{5}){4}-[a-z2-8]{2}");
    assertThat(ExportPassphrase.make(random)).isNotEqualTo(passphrase);
    byte[] sealed = sealed(PackageSeal.with(passphrase.toCharArray(), random));
    assertThat(open(sealed, passphrase)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> open(sealed, passphrase.replace('-', '_')))
        .isInstanceOf(Exception.class);
    byte[] bent = Arrays.copyOf(sealed, sealed.length);
    bent[sealed.length / 2] ^= 1;
    assertThatThrownBy(() -> open(bent, passphrase)).isInstanceOf(Exception.class);
  }

  private static byte[] open(byte[] sealed, String passphrase) throws CMSException {
    return recipient(sealed)
        .getContent(
            new JcePasswordAuthEnvelopedRecipient(passphrase.toCharArray())
                .setProvider(new BouncyCastleProvider()));
  }
}
