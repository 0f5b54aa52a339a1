package dev.assent.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM with a 128-bit tag (RFC 7714 §8, §9). The JDK wants a new set-up for each packet: about
 * 0.9 kB of garbage, the one place where the media thread allocates per packet.
 */
final class GaloisCipher extends PacketCipher {
  private static final int TAG = 16;
  private static final int INDEX = 4;
  private static final int IV = 12;

  private final Cipher gcm;
  private final SecretKey key;
  private final byte[] salt;
  private final byte[] iv = new byte[IV];
  private final SrtpScratch scratch;

  GaloisCipher(byte[] key, byte[] salt, SrtpScratch scratch) {
    try {
      this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.salt = salt;
    this.scratch = scratch;
  }

  @Override
  int tag() {
    return TAG;
  }

  @Override
  int mkiAt(int length, int mki) {
    return length - mki;
  }

  @Override
  int indexAt(int length, int mki) {
    return length - mki - INDEX;
  }

  @Override
  int sealRtp(byte[] in, int header, int length, byte[] out, int ssrc, long index) {
    System.arraycopy(in, 0, out, 0, header);
    begin(Cipher.ENCRYPT_MODE, ssrc, index);
    gcm.updateAAD(in, 0, header);
    return header + run(in, header, length, out);
  }

  @Override
  int openRtp(byte[] in, int header, int length, int mki, byte[] out, int ssrc, long index) {
    System.arraycopy(in, 0, out, 0, header);
    begin(Cipher.DECRYPT_MODE, ssrc, index);
    gcm.updateAAD(in, 0, header);
    int opened = run(in, header, length - mki, out);
    return opened < 0 ? -1 : header + opened;
  }

  @Override
  int sealRtcp(byte[] in, int length, byte[] out, int ssrc, int index) {
    System.arraycopy(in, 0, out, 0, RTCP_HEADER);
    begin(Cipher.ENCRYPT_MODE, ssrc, index);
    addRtcpHeader(in, index);
    int end = RTCP_HEADER + run(in, RTCP_HEADER, length, out);
    putInt(out, end, index | ENCRYPTED);
    return end + INDEX;
  }

  @Override
  int openRtcp(byte[] in, int length, int mki, byte[] out, int ssrc, int index) {
    System.arraycopy(in, 0, out, 0, RTCP_HEADER);
    begin(Cipher.DECRYPT_MODE, ssrc, index);
    addRtcpHeader(in, index);
    int opened = run(in, RTCP_HEADER, indexAt(length, mki), out);
    return opened < 0 ? -1 : RTCP_HEADER + opened;
  }

  @Override
  void erase() {
    Arrays.fill(salt, (byte) 0);
  }

  /** The initialization vector of §8.1 and §9.1: the same form, as an RTCP index has 31 bits. */
  private void begin(int mode, int ssrc, long index) {
    System.arraycopy(salt, 0, iv, 0, IV);
    for (int i = 0; i < 4; i++) {
      iv[2 + i] ^= (byte) (ssrc >> (24 - 8 * i));
    }
    for (int i = 0; i < 6; i++) {
      iv[6 + i] ^= (byte) (index >> (40 - 8 * i));
    }
    try {
      gcm.init(mode, key, new GCMParameterSpec(8 * TAG, iv));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an index was to be used a second time", e);
    }
  }

  private void addRtcpHeader(byte[] in, int index) {
    putInt(scratch.word, 0, index | ENCRYPTED);
    gcm.updateAAD(in, 0, RTCP_HEADER);
    gcm.updateAAD(scratch.word, 0, INDEX);
  }

  private int run(byte[] in, int from, int to, byte[] out) {
    try {
      return gcm.doFinal(in, from, to - from, out, from);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a whole packet into enough room", e);
    }
  }
}
