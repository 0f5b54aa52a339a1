package dev.assent.dialer.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opened secrets by name, as bytes that can be wiped. Encoded {@code count u8, then name length u8
 * | name | length u16 | bytes}. Guarded by itself.
 */
final class SecretBag implements AutoCloseable {
  private final Map<SecretName, byte[]> secrets = new EnumMap<>(SecretName.class);

  synchronized SecretBag put(SecretName name, byte[] secret) {
    secrets.put(name, secret.clone());
    return this;
  }

  synchronized Optional<byte[]> get(SecretName name) {
    return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
  }

  synchronized byte[] encode() {
    int size = 1;
    for (var entry : secrets.entrySet()) {
      size += 1 + entry.getKey().text().length() + 2 + entry.getValue().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) secrets.size());
    for (var entry : secrets.entrySet()) {
      byte[] name = entry.getKey().text().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) name.length).put(name);
      out.putShort((short) entry.getValue().length).put(entry.getValue());
    }
    return out.array();
  }

  /** Of bytes whose seal held: anything odd in them is a bug of ours. */
  static SecretBag decode(byte[] bytes) {
    var bag = new SecretBag();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int left = in.get(); left > 0; left--) {
      byte[] name = new byte[in.get()];
      in.get(name);
      byte[] secret = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(secret);
      bag.put(named(new String(name, StandardCharsets.US_ASCII)), secret);
      Arrays.fill(secret, (byte) 0);
    }
    return bag;
  }

  private static SecretName named(String text) {
    for (SecretName name : SecretName.values()) {
      if (name.text().equals(text)) {
        return name;
      }
    }
    throw new IllegalStateException("no secret is called " + text);
  }

  @Override
  public synchronized void close() {
    secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    secrets.clear();
  }
}
