package dev.assent.recorder;

import java.security.SecureRandom;
import java.util.Random;

/** Secure randomness that is the same in every run. For tests and vectors only. */
public final class SeededRandom extends SecureRandom {
  private final transient Random random;

  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    // SecureRandom's constructor may ask before ours has run.
    if (random != null) {
      random.nextBytes(bytes);
    }
  }
}
