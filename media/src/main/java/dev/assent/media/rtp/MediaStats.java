package dev.assent.media.rtp;

import dev.assent.media.rtp.Counters.Counter;
import java.util.List;

/**
 * Sums over all media threads since the start.
 *
 * @param legs calls with sound at this moment
 * @param ticks slots of 1 ms that were run
 * @param slotsSkipped packets not sent because the slot was more than 20 ms late
 * @param srtpDropped packets of protected calls that were not let in: forged, replayed, plain
 * @param commandsRefused commands lost because a media thread did not take them: an alarm
 * @param portsRefused binds that failed because another program holds the port
 * @param faults errors inside a call's processing, each ended that call's media: an alarm
 */
public record MediaStats(
    int legs,
    long ticks,
    long packetsSent,
    long packetsReceived,
    long slotsSkipped,
    long icmpErrors,
    long sendErrors,
    long strangers,
    long malformed,
    long srtpDropped,
    long tapSeconds,
    long tapSecondsDropped,
    long tapPacketsLate,
    long commandsRefused,
    long portsRefused,
    long faults,
    Lateness lateness) {

  /** How late the slots ran. */
  public static final class Lateness {
    private final long[] counts;

    Lateness(long[] counts) {
      this.counts = counts;
    }

    /**
     * Upper bound in nanoseconds (12.5 % wide) of the lateness of that share of all slots.
     *
     * @param share 0 … 1
     */
    public long percentile(double share) {
      long total = 0;
      for (long count : counts) {
        total += count;
      }
      long wanted = Math.max(1, (long) Math.ceil(total * share));
      long seen = 0;
      for (int i = 0; i < counts.length; i++) {
        seen += counts[i];
        if (seen >= wanted) {
          return LatenessHistogram.upperBound(i);
        }
      }
      return 0;
    }
  }

  static MediaStats of(List<MediaLoop> loops, long portsRefused) {
    long[] lateness = new long[LatenessHistogram.BUCKETS];
    long commandsRefused = 0;
    for (MediaLoop loop : loops) {
      loop.lateness().addTo(lateness);
      commandsRefused += loop.commandsRefused();
    }
    return new MediaStats(
        (int) (sum(loops, Counter.LEGS_OPENED) - sum(loops, Counter.LEGS_CLOSED)),
        sum(loops, Counter.TICKS),
        sum(loops, Counter.SENT),
        sum(loops, Counter.RECEIVED),
        sum(loops, Counter.SLOTS_SKIPPED),
        sum(loops, Counter.ICMP_ERRORS),
        sum(loops, Counter.SEND_ERRORS),
        sum(loops, Counter.STRANGERS),
        sum(loops, Counter.MALFORMED),
        sum(loops, Counter.SRTP_DROPPED),
        sum(loops, Counter.TAP_SECONDS),
        sum(loops, Counter.TAP_DROPPED),
        sum(loops, Counter.TAP_LATE),
        commandsRefused,
        portsRefused,
        sum(loops, Counter.FAULTS),
        new Lateness(lateness));
  }

  private static long sum(List<MediaLoop> loops, Counter counter) {
    long sum = 0;
    for (MediaLoop loop : loops) {
      sum += loop.counters().get(counter);
    }
    return sum;
  }
}
