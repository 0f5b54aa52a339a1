package dev.assent.dialer.keys;

/**
 * What a guess at a passphrase costs.
 *
 * @param memoryKiB memory of one derivation
 * @param iterations passes over it
 */
public record Argon2Cost(int memoryKiB, int iterations) {
  private static final long ROOMY_HEAP = 1L << 30;

  /**
   * Of new slots on this machine: 256 MiB in three passes, 64 MiB where the heap is small. A slot
   * keeps its own, so a home made on a big machine needs one as big to open it.
   *
   * @param maxHeap bytes, as {@link Runtime#maxMemory()} tells
   */
  public static Argon2Cost forHeap(long maxHeap) {
    return new Argon2Cost(maxHeap >= ROOMY_HEAP ? 256 * 1024 : 64 * 1024, 3);
  }
}
