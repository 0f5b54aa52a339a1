package dev.assent.dialer.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opened secrets by name, as bytes that can be wiped. Encoded {@code count u8, then name length u8
 * | name | length u16 | bytes}. Guarded by itself.
 */
final class SecretBag implements AutoCloseable {
  private static final String TOTP = "totp.";

  private final Map<SecretName, byte[]> secrets = new EnumMap<>(SecretName.class);

  /** What each person's code device counts with, by their name. */
  private final Map<String, byte[]> totp = new TreeMap<>();

  synchronized SecretBag put(SecretName name, byte[] secret) {
    secrets.put(name, secret.clone());
    return this;
  }

  synchronized SecretBag remove(SecretName name) {
    byte[] gone = secrets.remove(name);
    if (gone != null) {
      Arrays.fill(gone, (byte) 0);
    }
    return this;
  }

  /** The same secrets, to be changed while these are in use. */
  SecretBag copy() {
    byte[] plain = encode();
    try {
      return decode(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  synchronized Optional<byte[]> get(SecretName name) {
    return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
  }

  synchronized Optional<byte[]> totp(String user) {
    return Optional.ofNullable(totp.get(user)).map(byte[]::clone);
  }

  /** A copy in which that person has that code device. */
  synchronized SecretBag withTotp(String user, byte[] secret) {
    SecretBag copy = copy();
    copy.totp.put(user, secret.clone());
    return copy;
  }

  /** A copy in which that person has no code device. */
  synchronized SecretBag withoutTotp(String user) {
    SecretBag copy = copy();
    copy.totp.remove(user);
    return copy;
  }

  private Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    secrets.forEach((name, secret) -> all.put(name.text(), secret));
    totp.forEach((user, secret) -> all.put(TOTP + user, secret));
    return all;
  }

  synchronized byte[] encode() {
    Map<String, byte[]> all = all();
    int size = 1;
    for (var entry : all.entrySet()) {
      size += 1 + entry.getKey().length() + 2 + entry.getValue().length;
    }
    if (all.size() > 255) {
      throw new IllegalStateException("more secrets than a keyset holds");
    }
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) all.size());
    for (var entry : all.entrySet()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) name.length).put(name);
      out.putShort((short) entry.getValue().length).put(entry.getValue());
    }
    return out.array();
  }

  /** Of bytes whose seal held: anything odd in them is a bug of ours. */
  static SecretBag decode(byte[] bytes) {
    var bag = new SecretBag();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int left = Byte.toUnsignedInt(in.get()); left > 0; left--) {
      byte[] name = new byte[in.get()];
      in.get(name);
      byte[] secret = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(secret);
      bag.take(new String(name, StandardCharsets.US_ASCII), secret);
      Arrays.fill(secret, (byte) 0);
    }
    return bag;
  }

  private synchronized void take(String name, byte[] secret) {
    if (name.startsWith(TOTP)) {
      totp.put(name.substring(TOTP.length()), secret.clone());
    } else {
      put(named(name), secret);
    }
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
    totp.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    totp.clear();
  }
}
