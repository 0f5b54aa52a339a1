package dev.assent.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key, never derived anew (RFC 3711 §4.3 with a key derivation rate of
 * zero; RFC 6188 §3 for 256-bit keys; RFC 7714 §11 for the shorter salt of GCM).
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record KeyDerivation(byte[] cipherKey, byte[] salt, byte[] authKey) {
  private static final int AUTH_KEY = 20;
  private static final int RTP = 0;
  private static final int RTCP = 3;

  static KeyDerivation rtp(MasterKey master) {
    return derive(master, RTP);
  }

  static KeyDerivation rtcp(MasterKey master) {
    return derive(master, RTCP);
  }

  private static KeyDerivation derive(MasterKey master, int firstLabel) {
    SrtpSuite suite = master.suite();
    return new KeyDerivation(
        keystream(master, firstLabel, suite.keyBytes()),
        keystream(master, firstLabel + 2, suite.saltBytes()),
        keystream(master, firstLabel + 1, AUTH_KEY));
  }

  private static byte[] keystream(MasterKey master, int label, int length) {
    byte[] iv = Arrays.copyOf(master.salt(), 16); // a 96-bit salt is padded on the right
    iv[7] ^= (byte) label;
    try {
      Cipher prf = Cipher.getInstance("AES/CTR/NoPadding");
      prf.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(iv));
      return prf.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in counter mode", e);
    }
  }
}
