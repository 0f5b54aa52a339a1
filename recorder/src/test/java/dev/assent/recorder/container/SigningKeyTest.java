package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One library signs and verifies recordings; another one has to read RFC 8032 the same way. */
@Timeout(30)
class SigningKeyTest {
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  @Test
  void theJdkVerifiesWhatWeSignAndWeWhatItSigns() throws Exception {
    Random random = new Random(20260915);
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519");
    for (int i = 0; i < 20; i++) {
      PrivateKey theirs = pairs.generateKeyPair().getPrivate();
      SigningKey ours = SigningKey.fromSeed(((EdECPrivateKey) theirs).getBytes().orElseThrow());
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(message);
      byte[] signature = ours.sign(message);
      assertThat(signature).isEqualTo(signedByTheJdk(theirs, message));
      assertThat(SigningKey.verify(ours.publicKey(), message, signature)).isTrue();
      assertThat(verifiedByTheJdk(ours.publicKey(), message, signature)).isTrue();

      byte[] changed = signature.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(SigningKey.verify(ours.publicKey(), message, changed)).isFalse();
      assertThat(verifiedByTheJdk(ours.publicKey(), message, changed)).isFalse();
    }
  }

  @Test
  void whatIsNoKeyOrNoSignatureDoesNotHold() {
    SigningKey key = SigningKey.fromSeed(new byte[32]);
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message);
    byte[] noPoint = new byte[32];
    noPoint[0] = 2; // no point of the curve has this y
    assertThat(SigningKey.verify(noPoint, message, signature)).isFalse();
    assertThat(SigningKey.verify(new byte[0], message, signature)).isFalse();
    assertThat(SigningKey.verify(new byte[33], message, signature)).isFalse();
    assertThat(SigningKey.verify(key.publicKey(), message, new byte[0])).isFalse();
    assertThat(SigningKey.verify(key.publicKey(), message, new byte[63])).isFalse();
    assertThat(SigningKey.verify(key.publicKey(), message, new byte[65])).isFalse();
    assertThat(SigningKey.verify(key.publicKey(), new byte[] {1, 2}, signature)).isFalse();
  }

  private static byte[] signedByTheJdk(PrivateKey key, byte[] message) throws Exception {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }

  private static boolean verifiedByTheJdk(byte[] key, byte[] message, byte[] signature) {
    try {
      byte[] encoded = new byte[SPKI.length + key.length];
      System.arraycopy(SPKI, 0, encoded, 0, SPKI.length);
      System.arraycopy(key, 0, encoded, SPKI.length, key.length);
      PublicKey read =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(read);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
