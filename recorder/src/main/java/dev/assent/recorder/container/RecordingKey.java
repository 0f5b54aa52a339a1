package dev.assent.recorder.container;

import java.util.Arrays;

/**
 * What opens one recording and no other, without anybody's private key: for an expert who is to
 * hear it, and from whom no ledger can take it back. Callable from any thread until closed.
 */
public final class RecordingKey implements AutoCloseable {
  /** Bytes. */
  public static final int LENGTH = 32;

  private final byte[] prk;

  private RecordingKey(byte[] prk) {
    this.prk = prk;
  }

  /**
   * @param bytes 32: the PRK of docs/FORMAT-recording.md; not kept
   */
  public static RecordingKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("A recording's key has 32 bytes, not " + bytes.length);
    }
    return new RecordingKey(bytes.clone());
  }

  /** A copy, for the caller to wipe. */
  public byte[] bytes() {
    return prk.clone();
  }

  @Override
  public void close() {
    Arrays.fill(prk, (byte) 0);
  }

  @Override
  public String toString() {
    return "RecordingKey";
  }
}
