package dev.assent.compliance.journal;

import java.security.SecureRandom;
import java.util.Random;

/** Bytes that are the same in every run. Safe for use by several threads. */
public final class SeededSecureRandom extends SecureRandom {
  private final transient Random random;

  public SeededSecureRandom(long seed) {
    super();
    random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public String getAlgorithm() {
    return "seeded";
  }
}
