package dev.assent.compliance.journal;

import java.util.Arrays;

/** Immutable bytes with value equality; {@link #toString} shows the length only. */
public final class Blob implements Comparable<Blob> {
  private final byte[] bytes;

  private Blob(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Blob of(byte[] bytes) {
    return new Blob(bytes.clone());
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
  }

  /** As unsigned bytes. */
  @Override
  public int compareTo(Blob other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Blob[" + bytes.length + " bytes]";
  }
}
