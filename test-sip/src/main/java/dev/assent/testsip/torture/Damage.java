package dev.assent.testsip.torture;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Seeded damage to messages: bytes changed, cut, doubled, lines repeated, two messages spliced. */
final class Damage {
  private static final String MARKS = "\r\n \t:;,<>\"@=?%\0";

  private final List<byte[]> originals;
  private final RandomGenerator random;

  Damage(List<byte[]> originals, RandomGenerator random) {
    this.originals = List.copyOf(originals);
    this.random = random;
  }

  /** One message with one to four wounds. */
  byte[] next() {
    byte[] bytes = any().clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes = wounded(bytes);
    }
    return bytes;
  }

  private byte[] wounded(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return repeated(bytes, at, Math.min(random.nextInt(80), bytes.length - at), 1);
      }
      case 4 -> {
        return repeated(bytes, at, Math.min(8, bytes.length - at), random.nextInt(200));
      }
      default -> {
        byte[] other = any();
        int from = random.nextInt(other.length);
        return joined(bytes, at, other, from, other.length - from);
      }
    }
    return bytes;
  }

  private byte[] any() {
    return originals.get(random.nextInt(originals.size()));
  }

  private static byte[] repeated(byte[] bytes, int at, int length, int times) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length * times);
    for (int i = 1; i <= times; i++) {
      System.arraycopy(bytes, at, longer, at + length * i, length);
    }
    System.arraycopy(bytes, at, longer, at + length * times, bytes.length - at);
    return longer;
  }

  private static byte[] joined(byte[] first, int firstLength, byte[] second, int from, int length) {
    byte[] both = Arrays.copyOf(first, firstLength + length);
    System.arraycopy(second, from, both, firstLength, length);
    return both;
  }
}
