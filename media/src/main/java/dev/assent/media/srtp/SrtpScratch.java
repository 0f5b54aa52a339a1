package dev.assent.media.srtp;

/**
 * Working memory of one thread, shared by all its contexts, so that no packet allocates and no call
 * carries arrays of its own.
 */
public final class SrtpScratch {
  /** Longest packet protected or opened, in bytes. */
  public static final int MAX_PACKET = 2048;

  /** What a suite adds to a packet at most: tag, SRTCP index, MKI. */
  public static final int MAX_ADDED = 16 + 4 + 4;

  final byte[] in = new byte[MAX_PACKET];
  final byte[] out = new byte[MAX_PACKET + MAX_ADDED];
  final byte[] counters = new byte[MAX_PACKET + 16];
  final byte[] keystream = new byte[MAX_PACKET + 16];
  final byte[] mac = new byte[20];
  final byte[] word = new byte[4];
}
