package dev.assent.compliance.store;

import dev.assent.compliance.store.commit.Commits;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Ids and times by the clock and the randomness that a store is given. Any thread. */
record RandomIds(InstantSource clock, SecureRandom random) implements Commits.Source {
  @Override
  public UUID id() {
    // RFC 9562, version 4.
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  @Override
  public UUID orderedId() {
    // RFC 9562, version 7.
    long high = (clock.instant().toEpochMilli() << 16) | 0x7000L | (random.nextInt() & 0xFFFL);
    long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
