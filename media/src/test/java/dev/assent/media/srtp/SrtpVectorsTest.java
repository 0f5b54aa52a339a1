package dev.assent.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packets and keys printed in the RFCs, and libsrtp's well-known reference packet. */
@Timeout(60)
class SrtpVectorsTest {
  private static final byte[] RFC3711_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
  private static final byte[] RFC3711_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
  private static final byte[] RFC7714_KEY =
      hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final byte[] RFC7714_SALT = hex("517569642070726f2071756f");

  private final SrtpScratch scratch = new SrtpScratch();

  @Test
  void sessionKeysOfRfc3711AppendixB3() {
    KeyDerivation keys = KeyDerivation.rtp(master(SrtpSuite.AES_CM_128_HMAC_SHA1_80));
    assertThat(keys.cipherKey()).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
    assertThat(keys.salt()).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
    assertThat(keys.authKey()).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
  }

  @Test
  void keystreamOfRfc3711AppendixB2() {
    CounterCipher cipher =
        new CounterCipher(
            hex("2B7E151628AED2A6ABF7158809CF4F3C"),
            hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
            new byte[20],
            10,
            scratch);
    byte[] out = new byte[12 + 48 + 10];
    cipher.sealRtp(new byte[12 + 48], 12, 12 + 48, out, 0, 0);
    assertThat(Arrays.copyOfRange(out, 12, 60))
        .isEqualTo(
            hex(
                "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                    + "41E95B3BB0A2E8DD477901E4FCA894C0"));
  }

  @Test
  void theReferencePacketOfLibsrtp() {
    byte[] clear = hex("800f1234decafbadcafebabe" + "abababababababababababababababab");
    byte[] wire =
        hex(
            "800f1234decafbadcafebabe"
                + "4e55dc4ce79978d88ca4d215949d2402"
                + "b78d6acc99ea179b8dbb");
    MasterKey key = master(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
    byte[] out = new byte[100];
    int length = new SrtpSender(key, scratch).protectRtp(clear, clear.length, out);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(wire);
    length = new SrtpReceiver(key, scratch).openRtp(wire, wire.length, out);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(clear);
  }

  @Test
  void rtpOfRfc7714Section162() {
    byte[] clear =
        hex(
            "8040f17b8041f8d35501a0b2"
                + "47616c6c696120657374206f6d6e697320646976697361"
                + "20696e207061727465732074726573");
    byte[] wire =
        hex(
            "8040f17b8041f8d35501a0b2"
                + "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f"
                + "1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13");
    GaloisCipher cipher = new GaloisCipher(RFC7714_KEY, RFC7714_SALT.clone(), scratch);
    byte[] out = new byte[100];
    int length = cipher.sealRtp(clear, 12, clear.length, out, 0x5501a0b2, 0xf17b);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(wire);
    length = cipher.openRtp(wire, 12, wire.length, 0, out, 0x5501a0b2, 0xf17b);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(clear);
  }

  @Test
  void rtcpOfRfc7714Section172() {
    byte[] clear =
        hex(
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    byte[] wire =
        hex(
            "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50"
                + "a2eaa5c1110555be8415f658c61de0476f1b6fad1d1eb30c"
                + "4446839f57ff6f6cb26ac3be"
                + "800005d4");
    GaloisCipher cipher = new GaloisCipher(RFC7714_KEY, RFC7714_SALT.clone(), scratch);
    byte[] out = new byte[100];
    int length = cipher.sealRtcp(clear, clear.length, out, 0x4d617273, 0x5d4);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(wire);
    length = cipher.openRtcp(wire, wire.length, 0, out, 0x4d617273, 0x5d4);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(clear);
  }

  private static MasterKey master(SrtpSuite suite) {
    byte[] both = Arrays.copyOf(RFC3711_KEY, 30);
    System.arraycopy(RFC3711_SALT, 0, both, 16, 14);
    return MasterKey.of(suite, both, new byte[0], MasterKey.RTP_LIFETIME);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
