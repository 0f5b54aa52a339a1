package dev.assent.dialer.sip.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM (RFC 7468). */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final long LIMIT = 1 << 20;
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");

  private PemFile() {}

  static List<X509Certificate> certificates(String key, Path file) throws TlsSetupProblem {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text(key, file));
    while (blocks.find()) {
      if (blocks.group(1).equals("CERTIFICATE")) {
        certificates.add(certificate(key, file, decoded(key, file, blocks.group(2))));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsSetupProblem(
          key + ": " + file + " holds no certificate; it must hold -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  static PrivateKey privateKey(String key, Path file) throws TlsSetupProblem {
    Matcher blocks = BLOCK.matcher(text(key, file));
    while (blocks.find()) {
      String kind = blocks.group(1);
      if (kind.equals("PRIVATE KEY")) {
        byte[] encoded = decoded(key, file, blocks.group(2));
        try {
          return privateKey(key, file, encoded);
        } finally {
          Arrays.fill(encoded, (byte) 0);
        }
      }
      if (kind.endsWith("PRIVATE KEY")) {
        throw new TlsSetupProblem(
            key
                + ": "
                + file
                + " holds a key in another form; write it as PKCS #8 without a password:"
                + " openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
      }
    }
    throw new TlsSetupProblem(
        key + ": " + file + " holds no private key; it must hold -----BEGIN PRIVATE KEY-----");
  }

  private static X509Certificate certificate(String key, Path file, byte[] encoded)
      throws TlsSetupProblem {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw new TlsSetupProblem(key + ": a certificate in " + file + " cannot be read");
    }
  }

  private static PrivateKey privateKey(String key, Path file, byte[] encoded)
      throws TlsSetupProblem {
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // of another kind: the next is tried
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Every Java has " + kind, e);
      }
    }
    throw new TlsSetupProblem(
        key
            + ": the key in "
            + file
            + " is of no kind known here: "
            + String.join(", ", KEY_KINDS));
  }

  private static String text(String key, Path file) throws TlsSetupProblem {
    try {
      if (Files.size(file) > LIMIT) {
        throw new TlsSetupProblem(key + ": " + file + " is larger than 1 MiB");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsSetupProblem(key + ": there is no file " + file);
    } catch (TlsSetupProblem e) {
      throw e;
    } catch (IOException e) {
      throw new TlsSetupProblem(key + ": " + file + " cannot be read");
    }
  }

  private static byte[] decoded(String key, Path file, String base64) throws TlsSetupProblem {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TlsSetupProblem(key + ": " + file + " is not PEM");
    }
  }
}
