package dev.assent.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1). The keystream comes from one ECB
 * call over the counters of a packet: the JDK's own counter mode wants a new set-up for each
 * packet, which costs twice as much and allocates.
 */
final class CounterCipher extends PacketCipher {
  private static final int BLOCK = 16;
  private static final int INDEX = 4;

  private final Cipher aes;
  private final HmacSha1 hmac;
  private final byte[] salt;
  private final int tag;
  private final SrtpScratch scratch;

  CounterCipher(byte[] key, byte[] salt, byte[] authKey, int tag, SrtpScratch scratch) {
    try {
      this.aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
    this.hmac = new HmacSha1(authKey);
    this.salt = salt;
    this.tag = tag;
    this.scratch = scratch;
  }

  @Override
  int tag() {
    return tag;
  }

  @Override
  int mkiAt(int length, int mki) {
    return length - tag - mki;
  }

  @Override
  int indexAt(int length, int mki) {
    return length - tag - mki - INDEX;
  }

  @Override
  int sealRtp(byte[] in, int header, int length, byte[] out, int ssrc, long index) {
    crypt(in, header, length, out, ssrc, index);
    authenticateRtp(out, length, index);
    System.arraycopy(scratch.mac, 0, out, length, tag);
    return length + tag;
  }

  @Override
  int openRtp(byte[] in, int header, int length, int mki, byte[] out, int ssrc, long index) {
    int end = length - tag - mki;
    authenticateRtp(in, end, index);
    if (!tagMatches(in, length - tag)) {
      return -1;
    }
    crypt(in, header, end, out, ssrc, index);
    return end;
  }

  @Override
  int sealRtcp(byte[] in, int length, byte[] out, int ssrc, int index) {
    crypt(in, RTCP_HEADER, length, out, ssrc, index);
    putInt(out, length, index | ENCRYPTED);
    hmac.of(out, length + INDEX, scratch.word, 0, scratch.mac);
    System.arraycopy(scratch.mac, 0, out, length + INDEX, tag);
    return length + INDEX + tag;
  }

  @Override
  int openRtcp(byte[] in, int length, int mki, byte[] out, int ssrc, int index) {
    int end = indexAt(length, mki);
    hmac.of(in, end + INDEX, scratch.word, 0, scratch.mac);
    if (!tagMatches(in, length - tag)) {
      return -1;
    }
    crypt(in, RTCP_HEADER, end, out, ssrc, index);
    return end;
  }

  @Override
  void erase() {
    Arrays.fill(salt, (byte) 0);
    hmac.erase();
  }

  /** The code of an RTP packet covers its roll-over counter too (§4.2). */
  private void authenticateRtp(byte[] packet, int length, long index) {
    putInt(scratch.word, 0, (int) (index >> 16));
    hmac.of(packet, length, scratch.word, 4, scratch.mac);
  }

  /** In constant time: how much of a guessed tag was right must not show. */
  private boolean tagMatches(byte[] packet, int at) {
    int difference = 0;
    for (int i = 0; i < tag; i++) {
      difference |= packet[at + i] ^ scratch.mac[i];
    }
    return difference == 0;
  }

  /** Copies the header, and the rest through the keystream of SSRC and index. */
  private void crypt(byte[] in, int header, int length, byte[] out, int ssrc, long index) {
    System.arraycopy(in, 0, out, 0, header);
    int blocks = (length - header + BLOCK - 1) / BLOCK;
    byte[] counters = scratch.counters;
    for (int block = 0; block < blocks; block++) {
      int at = block * BLOCK;
      System.arraycopy(salt, 0, counters, at, salt.length);
      counters[at + 4] ^= (byte) (ssrc >> 24);
      counters[at + 5] ^= (byte) (ssrc >> 16);
      counters[at + 6] ^= (byte) (ssrc >> 8);
      counters[at + 7] ^= (byte) ssrc;
      counters[at + 8] ^= (byte) (index >> 40);
      counters[at + 9] ^= (byte) (index >> 32);
      counters[at + 10] ^= (byte) (index >> 24);
      counters[at + 11] ^= (byte) (index >> 16);
      counters[at + 12] ^= (byte) (index >> 8);
      counters[at + 13] ^= (byte) index;
      counters[at + 14] = (byte) (block >> 8);
      counters[at + 15] = (byte) block;
    }
    byte[] keystream = scratch.keystream;
    try {
      aes.update(counters, 0, blocks * BLOCK, keystream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks into enough room", e);
    }
    for (int i = header; i < length; i++) {
      out[i] = (byte) (in[i] ^ keystream[i - header]);
    }
  }
}
