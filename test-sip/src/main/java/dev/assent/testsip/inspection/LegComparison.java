package dev.assent.testsip.inspection;

import dev.assent.testsip.inspection.RecordedLeg.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A recorded leg against what the carrier has of it, sample by sample, from the first recorded
 * sound on.
 *
 * @param samples compared and equal
 * @param different recorded samples that the carrier has otherwise or not at all
 * @param where position of the first of those, samples from the carrier's first packet
 * @param missing samples between the first and the last recorded one that were not recorded
 * @param tail samples after the last recorded one
 * @param untaken recorded samples after the carrier's last one: sent while it hung up
 */
record LegComparison(
    long samples, long different, long where, long missing, long tail, long untaken) {
  /** What may be under way when the call ends: 100 ms. */
  private static final long MOST_TAIL = 800;

  static LegComparison of(RecordedLeg leg, CarrierTrack track) {
    long equal = 0;
    long different = 0;
    long where = Long.MAX_VALUE;
    long untaken = 0;
    Set<Long> recorded = new HashSet<>();
    long first = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (Slot slot : leg.slots()) {
      long position = track.position(slot.timestamp());
      if (track.has(position, slot.sound())) {
        equal += RecordedLeg.SAMPLES;
        recorded.add(position);
      } else if (position >= track.end()) {
        untaken += RecordedLeg.SAMPLES;
      } else {
        different += RecordedLeg.SAMPLES;
        where = Math.min(where, position);
      }
      first = Math.min(first, position);
      end = Math.max(end, position + RecordedLeg.SAMPLES);
    }
    return new LegComparison(
        equal, different, where, missing(track, recorded, first, end), track.after(end), untaken);
  }

  private static long missing(CarrierTrack track, Set<Long> recorded, long first, long end) {
    if (recorded.isEmpty()) {
      return 0;
    }
    long missing = 0;
    for (long packet : track.between(first, end)) {
      for (long slot = packet; slot < packet + 160 && slot < end; slot += RecordedLeg.SAMPLES) {
        if (!recorded.contains(slot) && track.sound(slot, RecordedLeg.SAMPLES).isPresent()) {
          missing += RecordedLeg.SAMPLES;
        }
      }
    }
    return missing;
  }

  List<String> faults(String leg) {
    List<String> faults = new ArrayList<>();
    if (samples == 0) {
      faults.add(leg + ": nothing recorded");
    }
    if (different > 0) {
      faults.add(
          leg
              + ": "
              + different
              + " samples are not what the carrier has, the first at "
              + where / 8
              + " ms");
    }
    if (missing > 0) {
      faults.add(leg + ": " + missing + " samples are missing");
    }
    if (tail > MOST_TAIL) {
      faults.add(leg + ": the last " + tail / 8 + " ms are missing");
    }
    if (untaken > MOST_TAIL) {
      faults.add(leg + ": the carrier lacks the last " + untaken / 8 + " ms");
    }
    return faults;
  }
}
