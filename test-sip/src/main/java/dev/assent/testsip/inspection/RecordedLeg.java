package dev.assent.testsip.inspection;

import dev.assent.recorder.container.LegRole;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.SecondOfSound;
import dev.assent.recorder.container.SecondOfSound.LegSound;
import dev.assent.recorder.container.UnsealedRecording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One leg of a recording: the 10 ms slots that were really there, each with the RTP timestamp of
 * its first sample.
 */
record RecordedLeg(List<Slot> slots) {
  static final int SAMPLES = 80;
  private static final int SLOTS_A_SECOND = 100;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Slot(int timestamp, byte[] sound) {}

  static RecordedLeg of(UnsealedRecording recording, LegRole role) throws MalformedRecording {
    int id =
        recording.header().legs().stream()
            .filter(leg -> leg.role() == role)
            .findFirst()
            .orElseThrow()
            .id();
    List<Slot> slots = new ArrayList<>();
    for (int s = 0; s < recording.seconds(); s++) {
      SecondOfSound second = recording.second(s);
      for (LegSound leg : second.legs()) {
        if (leg.legId() == id) {
          addPresent(leg, slots);
        }
      }
    }
    return new RecordedLeg(slots);
  }

  private static void addPresent(LegSound leg, List<Slot> slots) {
    for (int slot = 0; slot < SLOTS_A_SECOND; slot++) {
      if (leg.isPresent(slot)) {
        int at = slot * SAMPLES;
        slots.add(
            new Slot(
                leg.firstRtpTimestamp() + at, Arrays.copyOfRange(leg.audio(), at, at + SAMPLES)));
      }
    }
  }

  /** Whether its first sounds are this track's. */
  boolean beginsLike(CarrierTrack track) {
    return !slots.isEmpty()
        && slots.stream().limit(10).allMatch(s -> track.has(track.position(s.timestamp), s.sound));
  }
}
