package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The sealed metadata of a header: names and values, as bytes and under K_meta. */
final class Metadata {
  static final int MAX_BYTES = 16 * 1024;
  private static final byte[] NONCE = new byte[FrameCipher.NONCE_BYTES];

  private Metadata() {}

  /** The key seals this once, so its nonce may be fixed. */
  static byte[] seal(FileKeys keys, UUID recordingId, SortedMap<String, String> metadata) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    metadata.forEach(
        (key, value) -> {
          put(plain, key);
          put(plain, value);
        });
    if (plain.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "Metadata of %d bytes; at most %d fit".formatted(plain.size(), MAX_BYTES));
    }
    byte[] sealed = new byte[plain.size() + FrameCipher.TAG_BYTES];
    keys.metaCipher()
        .seal(NONCE, aad(recordingId), plain.toByteArray(), 0, plain.size(), sealed, 0);
    return sealed;
  }

  static SortedMap<String, String> open(FileKeys keys, UUID recordingId, byte[] sealed)
      throws MalformedRecording {
    byte[] plain = new byte[Math.max(0, sealed.length - FrameCipher.TAG_BYTES)];
    if (sealed.length < FrameCipher.TAG_BYTES
        || !keys.metaCipher().open(NONCE, aad(recordingId), sealed, 0, sealed.length, plain)) {
      throw new MalformedRecording("the metadata cannot be opened");
    }
    SortedMap<String, String> metadata = new TreeMap<>();
    ByteBuffer rest = ByteBuffer.wrap(plain);
    while (rest.hasRemaining()) {
      String key = take(rest);
      if (metadata.put(key, take(rest)) != null) {
        throw new MalformedRecording("the metadata says something twice");
      }
    }
    return metadata;
  }

  private static void put(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A metadata text of %d bytes; at most %d fit".formatted(bytes.length, MAX_BYTES));
    }
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private static String take(ByteBuffer rest) throws MalformedRecording {
    int length = rest.remaining() < 2 ? Integer.MAX_VALUE : rest.getShort() & 0xFFFF;
    if (length > rest.remaining()) {
      throw new MalformedRecording("the metadata ends in the middle of a text");
    }
    byte[] text = new byte[length];
    rest.get(text);
    return Utf8.decode(text);
  }

  private static byte[] aad(UUID recordingId) {
    return ByteBuffer.allocate(16)
        .putLong(recordingId.getMostSignificantBits())
        .putLong(recordingId.getLeastSignificantBits())
        .array();
  }
}
