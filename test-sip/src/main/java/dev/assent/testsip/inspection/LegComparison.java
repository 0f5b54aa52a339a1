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
 * @param missing samples between the first and the last recorded one that were not recorded
 * @param tail samples after the last recorded one
 */
record LegComparison(long samples, long different, long missing, long tail) {
  /** What may be under way when the call ends: 100 ms. */
  private static final long MOST_TAIL = 800;

  static LegComparison of(RecordedLeg leg, CarrierTrack track) {
    long equal = 0;
    long different = 0;
    Set<Long> recorded = new HashSet<>();
    long first = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (Slot slot : leg.slots()) {
      long position = track.position(slot.timestamp());
      if (track.has(position, slot.sound())) {
        equal += RecordedLeg.SAMPLES;
        recorded.add(position);
      } else {
        different += RecordedLeg.SAMPLES;
      }
      first = Math.min(first, position);
      end = Math.max(end, position + RecordedLeg.SAMPLES);
    }
    return new LegComparison(
        equal, different, missing(track, recorded, first, end), track.after(end));
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
      faults.add(leg + ": " + different + " samples are not what the carrier has");
    }
    if (missing > 0) {
      faults.add(leg + ": " + missing + " samples are missing");
    }
    if (tail > MOST_TAIL) {
      faults.add(leg + ": the last " + tail / 8 + " ms are missing");
    }
    return faults;
  }
}
