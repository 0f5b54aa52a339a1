package dev.assent.dialer.console;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the pages prove to browsers that they are themselves with.
 *
 * @param chain their own certificate first
 */
record PageCertificate(PrivateKey key, List<X509Certificate> chain) {
  private static final String FILE = "pages.pem";
  private static final Duration VALID = Duration.ofDays(365);
  private static final Duration MADE_ANEW_BEFORE = Duration.ofDays(30);

  /** A clock that is behind must not find it too young. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  /**
   * One of our own, kept in the home; made anew when it runs out or lacks a name.
   *
   * @param names of hosts and addresses it must be good for
   */
  static PageCertificate own(Path keys, Set<String> names, Instant now, SecureRandom random)
      throws IOException {
    Path file = keys.resolve(FILE);
    if (Files.exists(file)) {
      PageCertificate kept = read(file, file);
      if (kept.serves(names, now)) {
        return kept;
      }
    }
    PageCertificate made = make(names, now, random);
    PrivateFile.replace(file, made.pem().getBytes(StandardCharsets.UTF_8));
    return made;
  }

  private boolean serves(Set<String> names, Instant now) {
    try {
      Set<String> has = new TreeSet<>();
      Collection<List<?>> alternatives = chain.getFirst().getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(name -> has.add(String.valueOf(name.get(1))));
      }
      return has.containsAll(names)
          && now.plus(MADE_ANEW_BEFORE).isBefore(chain.getFirst().getNotAfter().toInstant());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PageCertificate make(Set<String> names, Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      var name = new X500Name("CN=Assent");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(127, random).add(BigInteger.ONE),
              Date.from(now.minus(BACKDATED)),
              Date.from(now.plus(VALID)),
              name,
              pair.getPublic());
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      X509CertificateHolder made =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return new PageCertificate(
          pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(made)));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  private static GeneralNames alternatives(Set<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  private String pem() throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(PrivateKeyInfo.getInstance(key.getEncoded()));
      for (X509Certificate certificate : chain) {
        writer.writeObject(certificate);
      }
    }
    return text.toString();
  }

  /**
   * One that was given, as PEM: the chain in one file, the key, without a passphrase, in another.
   *
   * @throws UserError exit 3 when they cannot be read or do not belong together
   */
  static PageCertificate read(Path chainFile, Path keyFile) {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<PrivateKey> key = Optional.empty();
    try {
      for (Object found : objects(chainFile)) {
        if (found instanceof X509CertificateHolder holder) {
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
      for (Object found : objects(keyFile)) {
        if (found instanceof PrivateKeyInfo info) {
          key = Optional.of(new JcaPEMKeyConverter().getPrivateKey(info));
        } else if (found instanceof PEMKeyPair pair) {
          key = Optional.of(new JcaPEMKeyConverter().getKeyPair(pair).getPrivate());
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UserError(
          Exit.CONFIG, Message.of("serve.bad_certificate", chainFile, keyFile), null);
    }
    if (chain.isEmpty() || key.isEmpty()) {
      throw new UserError(
          Exit.CONFIG, Message.of("serve.bad_certificate", chainFile, keyFile), null);
    }
    return new PageCertificate(key.get(), chain);
  }

  private static List<Object> objects(Path file) throws IOException {
    List<Object> all = new ArrayList<>();
    try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        all.add(found);
      }
    }
    return all;
  }

  /** SHA-256 of the certificate, as browsers show it: for whoever compares at the first visit. */
  String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain.getFirst().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
