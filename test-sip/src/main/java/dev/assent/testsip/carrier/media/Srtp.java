package dev.assent.testsip.carrier.media;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP under one master key, step by step as RFC 3711 and RFC 7714 write it down: a new
 * cipher for each packet, no thought of speed. It counts roll-overs but knows no replay, so that a
 * carrier may send doubles. Loop thread only.
 */
final class Srtp {
  private static final int E_FLAG = 0x80000000;

  private final boolean gcm;
  private final int tag;
  private final int controlTag;
  private final SecretKeySpec master;
  private final byte[] salt;
  private final Map<Long, Long> highest = new HashMap<>();

  /**
   * @param suite as in SDP: AEAD_AES_256_GCM or AES_CM_128_HMAC_SHA1_80 or _32
   */
  Srtp(String suite, byte[] keyAndSalt) {
    this.gcm = suite.startsWith("AEAD");
    this.tag = gcm ? 16 : suite.endsWith("80") ? 10 : 4;
    this.controlTag = gcm ? 16 : 10;
    int key = gcm ? 32 : 16;
    this.master = new SecretKeySpec(keyAndSalt, 0, key, "AES");
    this.salt = Arrays.copyOf(Arrays.copyOfRange(keyAndSalt, key, keyAndSalt.length), 14);
  }

  byte[] protect(byte[] packet) {
    int header = header(packet, packet.length);
    long index = index(packet);
    byte[] clear = Arrays.copyOf(packet, header);
    byte[] payload = Arrays.copyOfRange(packet, header, packet.length);
    if (gcm) {
      return join(clear, gcm(Cipher.ENCRYPT_MODE, 0, ssrc(packet, 8), index, clear, payload));
    }
    byte[] secret = join(clear, counter(0, ssrc(packet, 8), index, payload));
    byte[] roc = ByteBuffer.allocate(4).putInt((int) (index >> 16)).array();
    return join(secret, Arrays.copyOf(hmac(1, join(secret, roc)), tag));
  }

  /** Null if it was not protected by this key. */
  byte @Nullable [] open(byte[] wire) {
    int header = header(wire, wire.length);
    if (header < 0 || header + tag > wire.length) {
      return null;
    }
    long known = highest.getOrDefault(ssrc(wire, 8), -1L);
    long index = index(wire);
    byte[] clear = Arrays.copyOf(wire, header);
    int end = wire.length - tag;
    byte[] payload;
    if (gcm) {
      byte[] secret = Arrays.copyOfRange(wire, header, wire.length);
      payload = gcm(Cipher.DECRYPT_MODE, 0, ssrc(wire, 8), index, clear, secret);
    } else {
      byte[] roc = ByteBuffer.allocate(4).putInt((int) (index >> 16)).array();
      byte[] expected = hmac(1, join(Arrays.copyOf(wire, end), roc));
      boolean right = Arrays.equals(wire, end, wire.length, expected, 0, tag);
      byte[] secret = Arrays.copyOfRange(wire, header, end);
      payload = right ? counter(0, ssrc(wire, 8), index, secret) : new byte[0];
      header = right ? header : -1;
    }
    if (header < 0 || (gcm && payload.length == 0 && end > header)) {
      highest.put(ssrc(wire, 8), known); // a forged packet does not move the counter
      return null;
    }
    return join(clear, payload);
  }

  /** Whether an RTCP packet was protected by this key. */
  boolean isOurControl(byte[] wire) {
    int least = 8 + 4 + controlTag;
    if (wire.length < least) {
      return false;
    }
    if (!gcm) {
      int end = wire.length - controlTag;
      byte[] expected = hmac(4, Arrays.copyOf(wire, end));
      return Arrays.equals(wire, end, wire.length, expected, 0, controlTag);
    }
    int end = wire.length - 4;
    byte[] word = Arrays.copyOfRange(wire, end, wire.length);
    long index = ByteBuffer.wrap(word).getInt() & ~E_FLAG;
    byte[] clear = join(Arrays.copyOf(wire, 8), word);
    byte[] secret = Arrays.copyOfRange(wire, 8, end);
    return gcm(Cipher.DECRYPT_MODE, 3, ssrc(wire, 4), index, clear, secret).length > 0;
  }

  /** Nearest to the highest so far; the first packet of a source has not rolled over. */
  private long index(byte[] packet) {
    int sequence = ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    long before = highest.getOrDefault(ssrc(packet, 8), -1L);
    long index = before < 0 ? sequence : before + (short) (sequence - (int) before);
    highest.put(ssrc(packet, 8), Math.max(before, index));
    return index;
  }

  private static int header(byte[] packet, int length) {
    if (length < 12) {
      return -1;
    }
    int end = 12 + 4 * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      end += end + 4 <= length ? 4 + 4 * (ByteBuffer.wrap(packet).getShort(end + 2) & 0xFFFF) : 4;
    }
    return end <= length ? end : -1;
  }

  private static long ssrc(byte[] packet, int at) {
    return ByteBuffer.wrap(packet).getInt(at) & 0xFFFFFFFFL;
  }

  /** RFC 3711 §4.3.1. */
  private byte[] sessionKey(int label, int length) {
    byte[] x = Arrays.copyOf(salt, 16);
    x[7] ^= (byte) label;
    return aesCounter(master, x, new byte[length]);
  }

  /** RFC 3711 §4.1.1. */
  private byte[] counter(int label, long ssrc, long index, byte[] data) {
    byte[] iv = Arrays.copyOf(sessionKey(label + 2, 14), 16);
    ByteBuffer view = ByteBuffer.wrap(iv);
    view.putLong(4, view.getLong(4) ^ ssrc << 32);
    view.putLong(8, view.getLong(8) ^ index << 16);
    return aesCounter(new SecretKeySpec(sessionKey(label, 16), "AES"), iv, data);
  }

  /** RFC 7714 §8.1, §9.1. Empty if the tag is wrong. */
  private byte[] gcm(int mode, int label, long ssrc, long index, byte[] clear, byte[] data) {
    byte[] iv = sessionKey(label + 2, 12);
    ByteBuffer view = ByteBuffer.wrap(iv);
    view.putInt(2, view.getInt(2) ^ (int) ssrc);
    view.putInt(6, view.getInt(6) ^ (int) (index >> 16));
    view.putShort(10, (short) (view.getShort(10) ^ (short) index));
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(sessionKey(label, 32), "AES");
      cipher.init(mode, key, new GCMParameterSpec(128, iv));
      cipher.updateAAD(clear);
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      return new byte[0];
    }
  }

  private static byte[] aesCounter(SecretKeySpec key, byte[] iv, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] hmac(int label, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(sessionKey(label, 20), "HmacSHA1"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
