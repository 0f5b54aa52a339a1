package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The three keys of one recording, derived from its two shares. One thread at a time; {@link
 * #destroy} when the recording is done.
 */
final class FileKeys {
  private final byte[] header;
  private final byte[] meta;
  private final byte[] frame;

  private FileKeys(byte[] header, byte[] meta, byte[] frame) {
    this.header = header;
    this.meta = meta;
    this.frame = frame;
  }

  static FileKeys derive(UUID recordingId, byte[] fileSalt, byte[] shareA, byte[] shareB) {
    try (RecordingKey own = extract(fileSalt, shareA, shareB)) {
      return of(recordingId, own);
    }
  }

  /** What all three come from. */
  static RecordingKey extract(byte[] fileSalt, byte[] shareA, byte[] shareB) {
    byte[] both = Arrays.copyOf(shareA, 64);
    System.arraycopy(shareB, 0, both, 32, 32);
    byte[] prk = new byte[0];
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      prk =
          hkdf.deriveData(
              HKDFParameterSpec.ofExtract().addSalt(fileSalt).addIKM(both).extractOnly());
      return RecordingKey.of(prk);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HKDF-SHA256", e);
    } finally {
      Arrays.fill(both, (byte) 0);
      Arrays.fill(prk, (byte) 0);
    }
  }

  static FileKeys of(UUID recordingId, RecordingKey own) {
    byte[] bytes = own.bytes();
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      SecretKey prk = new SecretKeySpec(bytes, "HKDF-PRK");
      return new FileKeys(
          expand(hkdf, prk, "DVR1 hdr", recordingId),
          expand(hkdf, prk, "DVR1 meta", recordingId),
          expand(hkdf, prk, "DVR1 frame", recordingId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HKDF-SHA256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] expand(KDF hkdf, SecretKey prk, String label, UUID recordingId)
      throws GeneralSecurityException {
    byte[] info =
        ByteBuffer.allocate(label.length() + 16)
            .put(label.getBytes(US_ASCII))
            .putLong(recordingId.getMostSignificantBits())
            .putLong(recordingId.getLeastSignificantBits())
            .array();
    return hkdf.deriveData(HKDFParameterSpec.expandOnly(prk, info, 32));
  }

  byte[] headerMac(byte[] bytes, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(header, "HmacSHA256"));
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HmacSHA256", e);
    }
  }

  FrameCipher metaCipher() {
    return new FrameCipher(meta);
  }

  FrameCipher frameCipher() {
    return new FrameCipher(frame);
  }

  /** Zeroes them here; the JDK's cipher objects may hold copies until collected. */
  void destroy() {
    Arrays.fill(header, (byte) 0);
    Arrays.fill(meta, (byte) 0);
    Arrays.fill(frame, (byte) 0);
  }
}
