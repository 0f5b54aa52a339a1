package dev.assent.dialer.cluster;

import dev.assent.compliance.store.nodes.TrunkShares;
import dev.assent.dialer.trunk.Allowance;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's shares of the trunks it dials over. A share that was not renewed in time counts for
 * nothing, and one that nobody asked for lately is given up. Any thread; renewed by the one that
 * looks.
 */
final class SharedTrunks {
  /** A campaign that waits for its next call asks at least that often. */
  private static final Duration WANTED_FOR = Duration.ofSeconds(5);

  private final TrunkShares shares;
  private final LongSupplier nanos;
  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  SharedTrunks(TrunkShares shares, LongSupplier nanos) {
    this.shares = shares;
    this.nanos = nanos;
  }

  Allowance of(String trunk, double callsPerSecond, int channels) {
    return parts.computeIfAbsent(trunk, name -> new Part(name, callsPerSecond, channels));
  }

  /** Before half of what was given has run out. */
  void renew() {
    parts.values().forEach(Part::renew);
  }

  private final class Part implements Allowance {
    private final String trunk;
    private final double callsPerSecond;
    private final int channels;
    private volatile TrunkShares.@Nullable Share share;
    private volatile @Nullable IntSupplier inUse;
    private volatile boolean asked;
    private volatile long askedAt;

    private Part(String trunk, double callsPerSecond, int channels) {
      this.trunk = trunk;
      this.callsPerSecond = callsPerSecond;
      this.channels = channels;
    }

    @Override
    public double share() {
      ask();
      TrunkShares.Share now = valid();
      return now == null ? 0 : Math.min(1, now.callsPerSecond() / callsPerSecond);
    }

    @Override
    public int channels(IntSupplier used) {
      inUse = used;
      ask();
      TrunkShares.Share now = valid();
      return now == null ? 0 : now.channels();
    }

    private void ask() {
      askedAt = nanos.getAsLong();
      asked = true;
    }

    private TrunkShares.@Nullable Share valid() {
      TrunkShares.Share now = share;
      return now != null && now.untilNanos() - nanos.getAsLong() > 0 ? now : null;
    }

    private void renew() {
      if (!asked) {
        return;
      }
      IntSupplier used = inUse;
      int busy = used == null ? 0 : used.getAsInt();
      boolean wants = nanos.getAsLong() - askedAt < WANTED_FOR.toNanos();
      if (wants || busy > 0) {
        share = shares.renew(trunk, callsPerSecond, channels, busy, wants);
      } else {
        asked = false;
        share = null;
        shares.release(trunk);
      }
    }
  }
}
