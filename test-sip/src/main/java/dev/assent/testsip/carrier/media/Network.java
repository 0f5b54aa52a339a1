package dev.assent.testsip.carrier.media;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Loses, doubles and swaps packets on their way out, the same for the same seed. */
final class Network {
  private final SplittableRandom random;
  private int loss;
  private int duplicate;
  private int reorder;
  private byte @Nullable [] held;

  Network(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Percent of the packets from here on. */
  void set(int lossPercent, int duplicatePercent, int reorderPercent) {
    this.loss = lossPercent;
    this.duplicate = duplicatePercent;
    this.reorder = reorderPercent;
  }

  /** Hands on what arrives, now or behind the next packet. */
  void carry(byte[] packet, Consumer<byte[]> out) {
    byte[] overtaken = held;
    held = null;
    if (!hit(loss)) {
      if (overtaken == null && hit(reorder)) {
        held = packet;
      } else {
        out.accept(packet);
        if (hit(duplicate)) {
          out.accept(packet);
        }
      }
    }
    if (overtaken != null) {
      out.accept(overtaken);
    }
  }

  private boolean hit(int percent) {
    return percent > 0 && random.nextInt(100) < percent;
  }
}
